// Names in all spellings, and fingerprints.
import assert from 'node:assert/strict';

const lines = ({ out }) => out.trimEnd().split('\n');
const spellings = [
  ['hello world', 'hello-world', 'HelloWorld', 'helloWorld'],
  ['HelloWorld', 'hello-world', 'HelloWorld', 'helloWorld'],
  ['hello_world_2', 'hello-world-2', 'HelloWorld2', 'helloWorld2'],
  ['  --a--b-- ', 'a-b', 'AB', 'aB'],
  ['already-kebab', 'already-kebab', 'AlreadyKebab', 'alreadyKebab'],
  ['x', 'x', 'X', 'x'],
];

export const tests = {
  ...Object.fromEntries(
    spellings.map(([text, ...expected]) => [
      `spells "${text}" three ways`,
      ({ call }) => assert.deepEqual(lines(call('name', text)).slice(0, 3), expected),
    ]),
  ),
  'gives equal texts equal fingerprints': ({ call }) => assert.equal(lines(call('name', 'abc'))[3], lines(call('name', 'abc'))[3]),
  'gives texts that differ in one letter different fingerprints': ({ call }) => {
    const seen = new Set('abcdefghijklmnop'.split('').map((c) => lines(call('name', `text ${c}`))[3]));
    assert.equal(seen.size, 16);
  },
  'writes a fingerprint as eight hexadecimal digits': ({ call }) => assert.match(lines(call('name', 'abc'))[3], /^[0-9a-f]{8}$/),
  'says how it is used when asked for nothing': ({ call }) => {
    const { status, error } = call();
    assert.equal(status, 2);
    assert.match(error, /^usage: ggen/);
  },
  'refuses a command that it does not have': ({ call }) => assert.equal(call('toString', 'x').status, 2),
  'is a program of its own': ({ spawn }) => assert.deepEqual(spawn('name', 'own program').out.split('\n')[0], 'own-program'),
};
