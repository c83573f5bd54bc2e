import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../../src/serving/container/surfaces/read-yaml.ts';

const rules = { maxBytes: 1000, refuse: (place: string, what: string) => new Error(`${place}: ${what}`) };
const read = (text: string) => readYaml(Buffer.from(text), rules);

describe('readYaml()', () => {
  it('reads aliases and names that objects have', async () => {
    expect(await read('a: &x [1]\nb: *x\nconstructor: 2\n')).toEqual({ a: [1], b: [1], constructor: 2 });
  });

  it.each([
    ['more than is taken', ' '.repeat(1001), 'the file: it is larger than 1000 bytes'],
    ['a name that would be lost', 'columns: { a: number, __proto__: text }', 'the file: it has the key "__proto__"'],
    ['what is no YAML, with its place', 'a: 1\nb: "', 'the file: Missing closing "quote at line 2, column 5'],
    // 10 aliases of 10 aliases of a list: more than the library makes of one.
    [
      'aliases that multiply',
      `a: &a [x,x]\nb: &b [${'*a,'.repeat(10)}]\nc: &c [${'*b,'.repeat(10)}]\nd: [${'*c,'.repeat(10)}]`,
      'the file: it cannot be read: Excessive alias count indicates a resource exhaustion attack',
    ],
  ])('refuses %s', async (_name, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
