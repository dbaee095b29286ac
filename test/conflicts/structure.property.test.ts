// Laws of the comparison by structure, on random documents and the edits of two to five agents.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../src/conflicts/conflict.ts';
import { conflictsOf } from '../../src/conflicts/detect.ts';
import { parserFor } from '../../src/conflicts/parse.ts';
import type { Node } from '../../src/conflicts/tree.ts';
import { between, documents, edited, editLists, formats, plain, written, type Doc, type Value } from './documents.ts';

const layouts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 });
const agents = fc.array(editLists, { minLength: 2, maxLength: 5 });

async function compared(path: string, texts: readonly string[]) {
  const [base, ...others] = texts;
  const sides = others.map((content, index): Side => ({
    agent: `agent-${index}`,
    files: new Map(content === base ? [] : [[path, { content, since: index }]]),
  }));
  return conflictsOf({ base: new Map([[path, base!]]), sides, rules: [] });
}

describe('what is no conflict', () => {
  it('can be made in either order, and by all of the agents in any', async () => {
    await fc.assert(
      fc.asyncProperty(documents, agents, formats, layouts, async (base, lists, format, layout) => {
        const docs = lists.map((edits) => edited(base, edits));
        const texts = [base, ...docs].map((doc, index) => written(doc, format, layout[index]!));
        const { conflicts, notes } = await compared(`document.${format}`, texts);
        expect(notes.filter(({ kind }) => kind === 'unparsed')).toEqual([]);
        const met = new Set(conflicts.map(({ stakes: [one, other] }) => `${one.agent},${other.agent}`));
        const edits = docs.map((doc) => between(base, doc));
        for (const [a, ours] of edits.entries())
          for (const [b, theirs] of edits.entries())
            if (a < b && !met.has(`agent-${a},agent-${b}`))
              expect(plain(edited(edited(base, ours), theirs))).toBe(plain(edited(edited(base, theirs), ours)));
        if (met.size === 0)
          expect(plain(edited(base, edits.flat()))).toBe(plain(edited(base, [...edits].reverse().flat())));
      }),
      { numRuns: 400 },
    );
  });
});

describe('changes of keys that no two agents share', () => {
  it('are never a conflict, however each writes the file', async () => {
    const parts = fc.array(fc.tuple(documents, editLists), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, formats, layouts, async (own, format, layout) => {
        const base: Doc = Object.fromEntries(own.map(([doc], index) => [`part-${index}`, doc]));
        const docs = own.map(([doc, edits], index): Doc => ({ ...base, [`part-${index}`]: edited(doc, edits) }));
        const texts = [base, ...docs].map((doc, index) => written(doc, format, layout[index]!));
        expect((await compared(`document.${format}`, texts)).conflicts).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a file written anew', () => {
  it('is never in conflict with any change', async () => {
    await fc.assert(
      fc.asyncProperty(documents, editLists, formats, layouts, async (base, edits, format, layout) => {
        const docs = [base, base, edited(base, edits)];
        const texts = docs.map((doc, index) => written(doc, format, layout[index]!));
        expect((await compared(`document.${format}`, texts)).conflicts).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a tree', () => {
  it('holds what was written, in all three formats, each key on a line that shows it', async () => {
    await fc.assert(
      fc.asyncProperty(documents, formats, layouts, async (doc, format, [layout]) => {
        const text = written(doc, format, layout!);
        const path = `document.${format}`;
        const parsed = (await parserFor([path]))(path, text);
        if (!parsed?.ok) throw new Error(`not read: ${text}`);
        expect(plain(valueOf(parsed.root))).toBe(plain(doc));
        const lines = text.split('\n');
        for (const [key, node] of parsed.root.kind === 'table' ? parsed.root.entries : [])
          expect(lines.slice(node.firstLine - 1, node.lastLine).join('\n')).toContain(key);
      }),
      { numRuns: 300 },
    );
  });
});

function valueOf(node: Node): Value {
  if (node.kind === 'list') return node.items.map(valueOf);
  if (node.kind === 'table') return Object.fromEntries([...node.entries].map(([key, inner]) => [key, valueOf(inner)]));
  return node.text ?? (JSON.parse(node.value.replace(/^\w+ /, '')) as Value);
}
