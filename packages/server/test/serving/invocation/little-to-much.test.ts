import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadNativeStage } from '../../../src/serving/container/load-native-stage.ts';
import { openNativeThreads } from '../../../src/serving/container/native-threads/open-native-threads.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import { StageFailure } from '../../../src/serving/invocation/stage-failure.ts';
import { type BundleStep, makeBundle } from '../../support/make-bundle.ts';
import { nativeSurroundings } from '../../support/native-surroundings.ts';

const server = openNativeThreads();
const folder = mkdtempSync(join(tmpdir(), 'catenary-little-'));
const signal = new AbortController().signal;
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

type Input = readonly { readonly name: string; readonly type: string; readonly struct?: string }[];

/** A SparkML container, as a server loads it, of a bundle whose last column is `y`. */
function load(name: string, steps: readonly BundleStep[], input: Input) {
  const archivePath = join(folder, name);
  for (const [path, text] of makeBundle(steps)) {
    mkdirSync(dirname(join(archivePath, path)), { recursive: true });
    writeFileSync(join(archivePath, path), text);
  }
  const schema = JSON.stringify({ input, output: { name: 'y', type: 'double', struct: 'vector' } });
  const environment = { SAGEMAKER_SPARKML_SCHEMA: schema };
  const definition = { kind: 'sparkml', hostname: name, image: 'sparkml:3.3', archivePath, environment };
  return loadNativeStage(definition, nativeSurroundings(server), signal);
}

const words: Input = [{ name: 't', type: 'string', struct: 'array' }];
const vector: Input = [{ name: 'v', type: 'double', struct: 'vector' }];
const inOut = { inputs: { input: 'v' }, outputs: { output: 'y' } };
const hashed = (size: number, name = 'y') => ({
  op: 'hashing_term_frequency',
  attributes: { num_features: { long: size }, binary: { boolean: true }, hashUnsafeBytesVersion: { int: 1 } },
  inputs: { input: 't' },
  outputs: { output: name },
});
const oneOf = (data: unknown) => ({
  body: Buffer.from(JSON.stringify({ data: [data] })),
  contentType: 'application/json',
});

/** A few bytes of which a small model makes a million numbers and more. */
const amplifiers: readonly [string, BundleStep[], Input, unknown][] = [
  ['hashes a word into a wide vector', [hashed(1_000_000)], words, ['a']],
  [
    'expands 20 numbers to the seventh degree',
    [{ op: 'polynomial_expansion', attributes: { degree: { long: 7 } }, ...inOut }],
    vector,
    Array.from({ length: 20 }, (_, at) => at),
  ],
  [
    'transforms a wide vector to cosines',
    [
      hashed(1_000, 'h'),
      { op: 'dct', attributes: { inverse: { boolean: false } }, inputs: { input: 'h' }, outputs: { output: 'y' } },
    ],
    words,
    ['a'],
  ],
];

describe('a request of a few bytes to a small model that makes much of it', () => {
  it.each(amplifiers)('%s: is answered in another thread, with the same answer', async (name, steps, input, data) => {
    const stage = await load(name, steps, input);
    const request = oneOf(data);
    const here = new Chain([stage]);
    const chain = new Chain([stage], { threads: server.threads });
    const asked = vi.spyOn(server.threads, 'invoke');
    expect(chain.isQuick(request)).toBe(true);
    const answer = await chain.invoke(request);
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    expect(answer.body.equals((await here.invoke(request)).body)).toBe(true);
  });

  it('is answered there as well where a container is asked by itself, as in MultiModel mode', async () => {
    const stage = await load('alone', [hashed(1_000_000)], words);
    const asked = vi.spyOn(server.threads, 'invoke');
    const answer = await stage.invoke(oneOf(['a']), signal);
    expect(asked).toHaveBeenCalledTimes(1);
    // A million numbers of three characters, with a comma between two of them.
    expect(answer.body.length).toBe(4_000_000 - 1);
    await stage.invoke(
      { body: Buffer.alloc(20_000, '{"data": [["a"]]}\n'), contentType: 'application/jsonlines' },
      signal,
    );
    expect(asked).toHaveBeenCalledTimes(2);
    asked.mockRestore();
  });

  it('is answered there if rules write long texts for each of its rows', async () => {
    const archivePath = join(folder, 'rules');
    mkdirSync(archivePath);
    const rules = `columns: { a: text }\nsteps:\n  - compute: { b: '${`a + `.repeat(40)}a' }\n  - compute: { c: '${`b + `.repeat(40)}b' }\n`;
    writeFileSync(join(archivePath, 'rules.yaml'), rules);
    const definition = { kind: 'rules', hostname: 'rules', image: 'catenary-rules:1', archivePath, environment: {} };
    const stage = await loadNativeStage(definition, nativeSurroundings(server), signal);
    const asked = vi.spyOn(server.threads, 'invoke');
    // 41 x 41 + 41 + 1 letters a row, two commas and a line feed.
    const answer = await stage.invoke({ body: Buffer.from('x\n'.repeat(1_000)), contentType: 'text/csv' }, signal);
    expect(answer.body.length).toBe(1_000 * (41 * 41 + 41 + 1 + 3));
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it('is answered here if the model makes little of it', async () => {
    const stage = await load('little', [hashed(1_000)], words);
    const asked = vi.spyOn(server.threads, 'invoke');
    await stage.invoke(oneOf(['a']), signal);
    await new Chain([stage], { threads: server.threads }).invoke(oneOf(['a']));
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('is refused in words if the answer would take all memory', async () => {
    const stage = await load('endless', [hashed(2 ** 31 - 1)], words);
    const chain = new Chain([stage], { threads: server.threads });
    const failure = await (async () => chain.invoke(oneOf(['a'])))().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StageFailure);
    expect((failure as StageFailure).body.toString()).toContain(
      'The answer would have 2147483647 values in "y"; 67108864 are written at most',
    );
  });
});
