import { describe, expect, it } from 'vitest';
import { closed, headLines } from './closing.ts';

const found = async (spec: string, shapes = '') =>
  (await closed({ spec, shapes })).diagnostics.map(({ code, at, help }) => [
    code,
    at!.line - headLines,
    at!.column,
    help,
  ]);

describe('terms of ours that there are not', () => {
  it('are found as property, as class and as value, with the nearest that there is', async () => {
    expect(await found(':t a sx:Taks ;\n sx:reqires :t ;\n sx:obligation sx:mandatry .')).toEqual([
      ['closure/unknown-term', 1, 6, 'Did you mean sx:Task?'],
      ['closure/unknown-term', 2, 2, 'Did you mean sx:requires?'],
      ['closure/unknown-term', 3, 16, 'Did you mean sx:mandatory?'],
    ]);
  });

  it('are found too where a property stands for a class, or a class for a property', async () => {
    const { diagnostics } = await closed({ spec: ':t a sx:task ;\n sx:Requires :t ; sx:Gate :t .' });
    expect(diagnostics.map(({ message, help }) => `${message} ${help}`)).toEqual([
      'sx:task is a property, and cannot stand where a class is wanted. Did you mean sx:Task?',
      'The vocabulary has no property sx:Requires. Did you mean sx:requires?',
      'sx:Gate is a class, and cannot stand where a property is wanted. Did you mean sx:gate?',
    ]);
  });

  it('are never replaced by a class where a property is wanted', async () => {
    const [[, , , help]] = (await found(':t a sx:Task ; sx:task_ :t ; sx:agent :t .')) as [string[]];
    expect(help).not.toMatch(/sx:Agent|sx:Task/);
  });

  it('keep a specification from being closed, at 100 % no longer', async () => {
    const closure = await closed({ spec: ':t a sx:Taks .' });
    expect([closure.conforms, closure.percent]).toEqual([false, 50]);
  });

  it('are not looked for among the terms of other vocabularies', async () => {
    expect(await found(':t a sx:Task ; :mine 1 ; <http://purl.org/dc/terms/titel> "x" .')).toEqual([]);
  });
});

describe('references to what is declared nowhere', () => {
  it('are found in the namespaces of the specification, with the nearest declared name and its place', async () => {
    const { diagnostics } = await closed({ spec: ':build a sx:Task ; sx:requires :tets .\n:test a sx:Task .' });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'closure/unknown-reference',
      message: 'build refers to tets, which is declared nowhere.',
      help: 'Did you mean test?',
      at: { line: headLines + 1, column: 32, endColumn: 37 },
      related: [{ at: { line: headLines + 2, column: 1 }, message: 'test is declared here' }],
    });
  });

  it('are found in lists', async () => {
    expect((await found(':a a sx:Agent ; :likes ( :a :b ) .')).map(([code, , column]) => [code, column])).toEqual([
      ['closure/unknown-reference', 29],
    ]);
  });

  it('are one finding even where a shape has something against the same value', async () => {
    const shapes =
      ':T a sh:NodeShape ; sh:targetClass sx:Task ; sh:property :T-r .\n:T-r sh:path sx:requires ; sh:class sx:Task ; sx:code "closure/x" ; sh:message "x" .';
    expect((await found(':t a sx:Task ; sx:requires :u .', shapes)).map(([code]) => code)).toEqual([
      'closure/unknown-reference',
    ]);
    expect((await closed({ spec: ':t a sx:Task ; sx:requires :u .', shapes })).met).toBe(1);
  });

  it('are not: other namespaces, pages to read, words of the author’s own, terms of ours', async () => {
    const spec = `:t a :MyTask ; :says :MyTask ; :uses :says ; rdfs:seeAlso :page ; sx:owner <https://elsewhere.org/x> ;
      sx:obligation sx:mandatory .`;
    expect(await found(spec)).toEqual([]);
  });

  it('are no errors where the specification uses no term of ours: there they may be meant to lead elsewhere', async () => {
    expect(await found(':a a :Person ; :knows :b .')).toEqual([]);
  });
});
