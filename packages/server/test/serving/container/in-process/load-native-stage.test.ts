import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../../../../scoring/test/boosters/xgboost/golden-rows.ts';
import type { NativeStageDefinition } from '../../../../src/serving/container/in-process/native-stage-definition.ts';
import { SparingStage } from '../../../../src/serving/container/in-process/sparing-stage.ts';
import { loadNativeStage } from '../../../../src/serving/container/load-native-stage.ts';
import { openNativeThreads } from '../../../../src/serving/container/native-threads/open-native-threads.ts';
import { ThreadedStage } from '../../../../src/serving/container/native-threads/threaded-stage.ts';
import { makeTar, type TarEntry } from '../../../platform/artifact/make-tar.ts';
import { makeZip } from '../../../platform/artifact/make-zip.ts';
import { nativeSurroundings } from '../../../support/native-surroundings.ts';

const server = openNativeThreads();
const folder = mkdtempSync(join(tmpdir(), 'catenary-load-'));
const signal = new AbortController().signal;
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** One number, so many times: a run of a few bytes. */
const parquetOf = (rows: number) =>
  Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'x', data: Array<number>(rows).fill(1), type: 'DOUBLE' }] }));

const name = 'binary-logistic-3.2';
const model: TarEntry = { name: 'xgboost-model', content: readGolden(name, 'model.ubj') };
/** The first answers that the library itself gave. */
const expected = readGolden(name, 'expected.csv').toString().split('\n').slice(0, 5).map(Number);

function load(
  archive: string,
  bytes: Buffer,
  other: Partial<NativeStageDefinition> = {},
  native = nativeSurroundings(server),
) {
  const archivePath = join(folder, archive);
  writeFileSync(archivePath, bytes);
  const definition = { kind: 'xgboost', hostname: 'a', image: 'xgboost:3.2-0', archivePath, environment: {}, ...other };
  return loadNativeStage(definition, native, signal);
}

async function firstAnswers(stage: Awaited<ReturnType<typeof load>>): Promise<number[]> {
  const input = readGolden(name, 'input.csv').toString().split('\n').slice(0, 5).join('\n');
  const { status, body } = await stage.invoke({ body: Buffer.from(input), contentType: 'text/csv' }, signal);
  expect(status).toBe(200);
  return body.toString().trimEnd().split('\n').map(Number);
}

describe('a native container of a server', () => {
  it('is loaded in this thread if it is small', async () => {
    const stage = await load('small.tar.gz', gzipSync(makeTar([model])));
    expect(stage).toBeInstanceOf(SparingStage);
    expect((await firstAnswers(stage)).map(Math.fround)).toEqual(expected.map(Math.fround));
  });

  it.each<[string, TarEntry]>([
    ['unpacked bytes', { name: 'code/note.txt', content: Buffer.alloc(1_200_000, 'x') }],
    ['packed bytes', { name: 'code/noise', content: readFileSync(process.execPath).subarray(0, 4_000_000) }],
  ])('is loaded in a thread and answers from there if it is large, by its %s', async (what, more) => {
    const stage = await load(`${what}.tar.gz`, gzipSync(makeTar([model, more])));
    expect(stage).toBeInstanceOf(ThreadedStage);
    expect(await stage.executionParameters(signal)).toMatchObject({ maxPayloadInMB: 6 });
    expect((await firstAnswers(stage)).map(Math.fround)).toEqual(expected.map(Math.fround));
  });

  it.each([
    ['gzip', 'code/notes.gz', gzipSync(Buffer.alloc(1_200_000, 'x'))],
    ['zlib', 'code/model.joblib', deflateSync(Buffer.alloc(1_200_000, 'x'))],
    ['Parquet', 'code/part-0.parquet', parquetOf(200_000)],
    ['a zip archive', 'code/model.skops', makeZip([{ name: 'a', content: Buffer.alloc(1_200_000, 'x') }])],
  ])('is loaded in a thread if a file of it is %s that expands to much', async (what, path, content) => {
    expect(content.length).toBeLessThan(10_000);
    const stage = await load(`${what}.tar.gz`, gzipSync(makeTar([model, { name: path, content }])));
    expect(stage).toBeInstanceOf(ThreadedStage);
  });

  it('is loaded in this thread if a file of it expands to little', async () => {
    const compressed = { name: 'code/notes.gz', content: gzipSync(Buffer.alloc(1000, 'x')) };
    const parquet = { name: 'code/part-0.parquet', content: parquetOf(100) };
    const stage = await load('little.tar.gz', gzipSync(makeTar([model, compressed, parquet])));
    expect(stage).toBeInstanceOf(SparingStage);
  });

  it('says in the same words what is wrong, wherever it is found', async () => {
    const broken = { name: 'xgboost-model', content: 'no model' };
    const inThisThread = await load('a.tar', makeTar([broken])).catch((error: Error) => error);
    const large = { name: 'code/x', content: Buffer.alloc(1_200_000, 'x') };
    const inThread = await load('b.tar', makeTar([broken, large])).catch((error: Error) => error);
    expect(inThread).toMatchObject({ name: 'ScoringError', message: (inThisThread as Error).message });
    await expect(load('c.tar', makeTar([{ name: '../x' }]))).rejects.toMatchObject({
      name: 'ArtifactError',
      message: expect.stringContaining('leads out') as string,
    });
  });
});

describe('containers of the same files', () => {
  const archive = gzipSync(makeTar([model]));
  const engineOf = (stage: Awaited<ReturnType<typeof load>>) => stage.native?.container;

  it('share one engine, whatever their archives are called, and each answers until the last one is closed', async () => {
    const native = nativeSurroundings(server);
    const one = await load('one.tar.gz', archive, {}, native);
    // Packed in another way.
    const other = await load('other.tar', makeTar([model]), {}, native);
    expect(engineOf(one)).toBeDefined();
    expect(engineOf(other)).toBe(engineOf(one));
    expect(other.native?.model?.id).not.toBe(one.native?.model?.id);
    await one.close();
    expect((await firstAnswers(other)).map(Math.fround)).toEqual(expected.map(Math.fround));
    const third = await load('third.tar.gz', archive, {}, native);
    expect(engineOf(third)).toBe(engineOf(other));
    await Promise.all([other.close(), third.close()]);
    expect(engineOf(await load('fourth.tar.gz', archive, {}, native))).not.toBe(engineOf(other));
  });

  it.each<[string, Partial<NativeStageDefinition>]>([
    ['environment', { environment: { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label' } }],
    ['version of the image', { image: 'xgboost:1.7-1' }],
    // An engine answers in memory of its own, which the next link of a chain reads.
    ['place in the chain', { hostname: 'b' }],
  ])('share none if they differ in their %s', async (_what, other) => {
    const native = nativeSurroundings(server);
    const one = await load('one.tar.gz', archive, {}, native);
    expect(engineOf(await load('one.tar.gz', archive, other, native))).not.toBe(engineOf(one));
  });

  it('share none across surroundings, which are those of an account', async () => {
    expect(engineOf(await load('one.tar.gz', archive))).not.toBe(engineOf(await load('one.tar.gz', archive)));
  });

  it('share what threads have loaded if they are large, each with turns of its own', async () => {
    const native = nativeSurroundings(server);
    const large = gzipSync(makeTar([model, { name: 'code/note.txt', content: Buffer.alloc(1_200_000, 'x') }]));
    const one = await load('large.tar.gz', large, {}, native);
    const other = await load('large.tar.gz', large, {}, native);
    const [first, second] = [one.native?.model, other.native?.model];
    expect(second?.id).toBe(first?.id);
    expect(second?.user).not.toBe(first?.user);
    await one.close();
    expect((await firstAnswers(other)).map(Math.fround)).toEqual(expected.map(Math.fround));
    await other.close();
    const again = await load('large.tar.gz', large, {}, native);
    expect(again.native?.model?.id).not.toBe(first?.id);
    expect((await firstAnswers(again)).map(Math.fround)).toEqual(expected.map(Math.fround));
  });
});
