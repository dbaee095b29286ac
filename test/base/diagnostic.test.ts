import { expect, it } from 'vitest';
import { byPlace, type Diagnostic } from '../../src/base/diagnostic.ts';

it('sorts findings by the letters themselves, not by the language of the machine', () => {
  // Where Danish is spoken, "aa" comes after "z"; where English is, "B" after "a".
  const at = (file: string): Diagnostic => ({
    code: 'a/b',
    severity: 'error',
    message: '',
    at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
  });
  expect(
    ['z.ttl', 'a.ttl', 'aa.ttl', 'B.ttl']
      .map(at)
      .sort(byPlace)
      .map((one) => one.at?.file),
  ).toEqual(['B.ttl', 'a.ttl', 'aa.ttl', 'z.ttl']);
});
