// Agents that leave a declared secret in the files that they change, or in commits of their own: it comes into no shared state.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/base/secrets.ts';
import { openEngine } from '../../src/engine.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project } from '../support/project.ts';

const SECRET = 'tok-"quoted"/é 7351';
const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];
const { foundIn } = secretsOf([{ name: 'SPILL_TOKEN', value: SECRET }]);
const held = (content: string | Buffer): boolean => foundIn(content) !== undefined;

describe('a secret in what agents change', () => {
  let other: Project;
  const others: string[] = [];

  beforeAll(async () => {
    const commit = 'git -c user.name=a -c user.email=a@b commit -qm';
    other = new Project({
      git: true,
      tasks: [
        { id: 'notes', retriesMax: 1, argv: sh('printf "one\\nkey=%s\\n" "$SPILL_TOKEN" >notes.txt') },
        { id: 'changed', argv: sh('printf %s "$SPILL_TOKEN" >>README.md') },
        { id: 'bytes', argv: sh('{ printf "\\000\\377\\n\\n"; printf %s "$SPILL_TOKEN" | base64; } >bytes.bin') },
        { id: 'linked', argv: sh('ln -s "x-$(printf %s "$SPILL_TOKEN" | base64 | tr / _)" link') },
        {
          id: 'took-back',
          argv: sh(
            `printf "a\\n%s" "$SPILL_TOKEN" >env && git add env && ${commit} add && git rm -q env && ${commit} remove`,
          ),
        },
        { id: 'told', argv: sh(`echo x >x.txt && git add x.txt && ${commit} "by $SPILL_TOKEN"`) },
        { id: 'unasked', argv: sh('echo env >.gitignore; printf %s "$SPILL_TOKEN" >env; echo y >y.txt') },
        { id: 'careful', argv: sh('echo "key=\\$SPILL_TOKEN" >z.txt') },
      ],
      gates: [{ id: 'all', requires: ['unasked', 'careful'], criteria: ['a sx:StepCriterion ; sx:step :careful'] }],
    });
    const file = '.specify/bindings/default.ttl';
    other.write(
      file,
      readFileSync(join(other.folder, file), 'utf8').replaceAll(
        'sx:executor sx:processExecutor ;',
        'sx:executor sx:processExecutor ; sx:secretEnvironment "SPILL_TOKEN" ;',
      ),
    );
    process.env['SPILL_TOKEN'] = SECRET;
    try {
      const result = await openEngine().run(other.plan, {
        minClosure: 0,
        keepGoing: true,
        say: (line) => others.push(JSON.stringify(line)),
      });
      if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    } finally {
      delete process.env['SPILL_TOKEN'];
    }
  }, 60_000);
  afterAll(() => other.remove());

  it('fails the attempt, by a cause of its own, with the file and the line', () => {
    const graphs = other.record();
    const reasons = graphs
      .subjects(sx.cause, sx.secretInOutput)
      .filter((one) => graphs.has(one, rdf.type, sx.Attempt))
      .map((attempt) => {
        const name = attempt.value.replace(/^.*[/#:](?=[^/#:]+[/:.]\d+$)/, '');
        return `${name}: ${graphs.object(attempt, sx.reason)?.value.replace('what it changed is not kept: ', '')}`;
      })
      .sort();
    const holds = 'holds the value of SPILL_TOKEN, which is a secret';
    expect(reasons).toEqual([
      `bytes:1: line 3 of bytes.bin ${holds}`,
      `changed:1: line 2 of README.md ${holds}`,
      `linked:1: line 1 of link ${holds}`,
      `notes:1: line 2 of notes.txt ${holds}`,
      `notes:2: line 2 of notes.txt ${holds}`,
      `told:1: the message, in a commit of its own, ${holds}`,
      `took-back:1: line 2 of env, in a commit of its own, ${holds}`,
    ]);
    expect(others.filter(held)).toEqual([]);
  });

  it('is merged nowhere; what only names it is', () => {
    const integration = join(other.runFolder()!, 'integration');
    const files = readdirSync(integration).filter((name) => name !== '.git');
    expect(files.sort()).toEqual(['.gitignore', 'README.md', 'y.txt', 'z.txt']);
    expect(files.filter((name) => held(readFileSync(join(integration, name))))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is not to be read by others, nor is the repository', () => {
    const run = other.runFolder()!;
    expect(['workspace', 'integration'].map((name) => statSync(join(run, name)).mode & 0o077)).toEqual([0, 0]);
  });
});
