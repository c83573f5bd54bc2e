import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openNativeThreads } from '../../../../src/serving/container/native-threads/open-native-threads.ts';
import { makeTar } from '../../../platform/artifact/make-tar.ts';
import { example } from '../../../support/diamonds.ts';

const server = openNativeThreads();
const { loads } = server;
const folder = mkdtempSync(join(tmpdir(), 'catenary-loads-'));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('LoadThreads', () => {
  it.each([
    ['few', 3],
    ['many', 3000],
  ])('measures, unpacks and removes %s files', async (name, count) => {
    const files = Array.from({ length: count }, (_, at) => ({ name: `file-${at}`, content: '12345' }));
    const archive = join(folder, `${name}.tar`);
    writeFileSync(archive, makeTar(files));
    expect(await loads.measure(archive)).toBe(count * 5);
    const target = join(folder, name, 'model');
    await loads.extract(archive, target);
    expect(readdirSync(target)).toHaveLength(count);
    await loads.remove(join(folder, name));
    expect(existsSync(join(folder, name))).toBe(false);
  });

  it.each([
    ['small', []],
    ['large', Array.from({ length: 2000 }, (_, at) => ({ name: `file-${at}` }))],
  ])('refuses a %s archive with the message of the reader, and leaves nothing', async (name, before) => {
    const archive = join(folder, `bad-${name}.tar`);
    writeFileSync(archive, makeTar([...before, { name: '../x' }]));
    const refusal = { name: 'ArtifactError', message: expect.stringContaining('leads out') as string };
    await expect(loads.measure(archive)).rejects.toMatchObject(refusal);
    await expect(loads.extract(archive, join(folder, 'out'))).rejects.toMatchObject(refusal);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  // Those of more than 64 KiB are looked at in a thread, and so is what expands to more than it seems.
  it.each([
    ['small', []],
    ['large', [{ name: 'notes.bin', content: 'x'.repeat(100_000) }]],
    ['expanding', [{ name: 'notes.txt', content: gzipSync(Buffer.alloc(1024 ** 2)) }]],
  ])('finds what serves the model of a %s archive, and why one is left to Python', async (name, beside) => {
    const archive = join(folder, `${name}-model.tar`);
    const find = async (model: Buffer) => {
      writeFileSync(archive, makeTar([...beside, { name: 'model.joblib', content: model }]));
      return loads.findHost(archive, new AbortController().signal);
    };
    expect(await find(readFileSync(example('../sklearn-pipeline/model.joblib')))).toEqual({
      host: { kind: 'native' },
    });
    // A pickle of protocol 2 that ends after its first byte.
    expect(await find(Buffer.from([0x80, 0x02]))).toMatchObject({ host: { kind: 'python', file: 'model.joblib' } });
  });
});
