import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FasttextModel } from '../../src/fasttext/fasttext-model.ts';
import { loadFasttext } from '../../src/fasttext/load-fasttext.ts';
import { ScoringError } from '../../src/scoring-error.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/fasttext');
const names = readdirSync(golden).filter((name) => name !== 'README.md');

interface Labels {
  readonly label: readonly string[];
  readonly prob: readonly number[];
}

interface Expected {
  readonly labels?: readonly string[];
  readonly answers?: readonly { readonly text: string; readonly all: Labels; readonly two: Labels }[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

const expectedOf = (name: string) => JSON.parse(readFileSync(join(golden, name, 'expected.json'), 'utf8')) as Expected;
const fileOf = (name: string) => readdirSync(join(golden, name)).find((file) => /\.(bin|ftz)$/.test(file)) ?? '';
const bytesOf = (name: string) => readFileSync(join(golden, name, fileOf(name)));

function open(bytes: Uint8Array): FasttextModel {
  const model = loadFasttext(bytes);
  if (!(model instanceof FasttextModel)) throw new Error('no binary file');
  return model;
}

describe.each(names)('%s', (name) => {
  const expected = expectedOf(name);

  it('answers vectors of words as fastText does, bit for bit', () => {
    const model = open(bytesOf(name));
    for (const [word, vector] of Object.entries(expected.vectors))
      expect([word, ...model.wordVector(word)]).toEqual([word, ...vector]);
  });

  it('answers labels as fastText does, in its order, with its probabilities, bit for bit', () => {
    const model = open(bytesOf(name));
    expect(model.labels).toEqual(expected.labels ?? []);
    for (const { text, all, two } of expected.answers ?? [])
      for (const [k, wanted] of [
        [model.labels.length, all],
        [2, two],
      ] as const) {
        const answer = model.predict(text, k);
        expect({
          text,
          label: answer.map(({ label }) => label),
          prob: answer.map(({ probability }) => probability),
        }).toEqual({ text, ...wanted });
      }
  });

  it('is refused or harmless whatever bytes are changed or cut off', () => {
    const bytes = bytesOf(name);
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(changes, fc.nat(bytes.length), fc.boolean(), (list, length, isCut) => {
        const copy = Uint8Array.from(isCut ? bytes.subarray(0, length) : bytes);
        for (const [at, value] of list) if (at < copy.length) copy[at] = value;
        try {
          const model = open(copy);
          model.predict('the cold river', 3);
          model.wordVector('riverrun');
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
    );
  });
});

describe('word2vec as text', () => {
  it.each(['skipgram', 'cbow'])('%s: has the vectors of its lines, and zeros for other words', (name) => {
    const bytes = readFileSync(join(golden, name, 'vectors.txt'));
    const vectors = loadFasttext(bytes);
    const [head = '', ...lines] = bytes.toString().trimEnd().split('\n');
    for (const line of lines) {
      const [word = '', ...numbers] = line.trimEnd().split(' ');
      expect([...vectors.wordVector(word)]).toEqual(numbers.map((number) => Math.fround(Number(number))));
    }
    expect(`${lines.length} ${vectors.dimension}`).toBe(head);
    expect([...vectors.wordVector('riverrun')]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['2 2\na 1 2\n', 'has 1 words; the first line says 2'],
    ['1 2\na 1 2\nb 1 2\n', 'has more than the 1 words of its first line'],
    ['1 2\na 1 2 3\n', 'has 3 numbers in line 2; the first line says 2'],
    ['1 2\na 1 x\n', 'has no number in line 2: "x"'],
    ['999999999 9\na 1\n', 'does not begin with how many words and numbers it has'],
    ['', 'does not begin with how many words and numbers it has'],
    ['1 1\n\xff 1\n', 'is no UTF-8 in line 2'],
  ])('refuses %j', (text, problem) => {
    expect(() => loadFasttext(Buffer.from(text, 'latin1'))).toThrow(`The fastText file of vectors ${problem}`);
  });
});

describe('a text that asks for too much', () => {
  it('is refused by its n-grams, before they are summed', () => {
    const model = open(bytesOf('softmax-subwords'));
    // 400,000 characters have about three n-grams each, of 2, 3 and 4.
    expect(() => model.predict('x'.repeat(400_000), 1)).toThrow('A text has more than 1000000 words and n-grams');
  });

  it('is refused if it has a line break, as the library refuses it', () => {
    expect(() => open(bytesOf('softmax')).predict('one\ntwo', 1)).toThrow('A text has a line break');
  });
});
