import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openNativeThreads } from '../../../../src/serving/container/native-threads/open-native-threads.ts';
import { makeTar } from '../../../platform/artifact/make-tar.ts';

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
});
