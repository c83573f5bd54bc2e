import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, linesOf, readExample, schema, uploadDiamonds } from '../support/diamonds.ts';
import { runCatenaryIn } from '../support/run-catenary.ts';
import { makeStandInPyspark } from '../support/stand-in-spark.ts';
import { credentials, programWords, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Tasks of `catenary transform --engine spark`: the driver has a stand-in of pyspark, which runs real ones. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-tasks-'));
const rows = linesOf(readExample('requests.csv'));
const env = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  await put('in/a.csv', `${rows.join('\n')}\n`);
  await put('in/more/b.csv', `${rows.slice(0, 3).join('\n')}\n`);
  await put('manifest.json', '[{"prefix":"s3://diamonds/in/"},"more/b.csv"]');
  writeFileSync(join(folder, 'schema.json'), schema());
  configure('catenary.yaml', {});
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, body: string | Buffer) =>
  server.client.send({ method: 'PUT', path: `/diamonds/${key}`, service: 's3', body });
const read = async (key: string) =>
  (await server.client.send({ method: 'GET', path: `/diamonds/${key}`, service: 's3' })).body.toString();

/** Writes a configuration with a stand-in of its own. */
function configure(name: string, spark: object): string {
  const home = join(folder, `${name}-spark`);
  makeStandInPyspark(home);
  const s3 = [{ buckets: ['diamonds'], endpoint: server.url }];
  writeFileSync(
    join(folder, name),
    JSON.stringify({ s3, spark: [{ name: 'stand-in', home, python: 'python3', ...spark }] }),
  );
  return home;
}

const transform = (...words: readonly string[]) => transformBy('catenary.yaml', words);
const transformBy = (config: string, words: readonly string[]) =>
  runCatenaryIn(
    { folder, env },
    'transform',
    '--config',
    join(folder, config),
    '--model',
    's3://diamonds/sparkml.tar.gz',
    '--schema',
    join(folder, 'schema.json'),
    '--model',
    example('xgboost/model.tar.gz'),
    ...words,
  );

describe('catenary transform --engine spark', { timeout: 300_000 }, () => {
  it('reads and writes configured stores, with a model there as well', async () => {
    const places = (output: string) => ['--input', 's3://diamonds/in/', '--output', `s3://diamonds/${output}/`];
    const alone = await transform(...places('alone'), '--json');
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    const found = await transform(...places('spark'), '--engine', 'spark', '--json');
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(JSON.parse(found.stdout)).toMatchObject({ records: rows.length + 3, rejected: 0, outputs: [] });
    for (const key of ['a.csv.out', 'more/b.csv.out'])
      expect(await read(`spark/${key}`)).toBe(await read(`alone/${key}`));
  });

  it('writes files of what is in a store, by a manifest, and objects of what are files', async () => {
    const manifest = ['--input', 's3://diamonds/manifest.json', '--input-type', 'ManifestFile'];
    const down = await transform(...manifest, '--output', join(folder, 'down'), '--engine', 'spark');
    expect([down.code, down.stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'down/more/b.csv.out'), 'utf8')).toBe(await read('alone/more/b.csv.out'));
    writeFileSync(join(folder, 'rows.csv'), `${rows.join('\n')}\n`);
    const up = await transform(
      '--input',
      join(folder, 'rows.csv'),
      '--output',
      's3://diamonds/up',
      '--engine',
      'spark',
    );
    expect([up.code, up.stderr]).toEqual([0, '']);
    expect(await read('up/rows.csv.out')).toBe(await read('alone/a.csv.out'));
  });

  it('says what is not there', async () => {
    const output = ['--output', 's3://diamonds/none', '--engine', 'spark'];
    expect((await transform('--input', 's3://diamonds/nothing/', ...output)).stderr).toContain(
      'There is nothing at s3://diamonds/nothing/',
    );
    expect((await transform('--input', 's3://foreign/in/', ...output)).stderr).toContain(
      'The bucket foreign does not exist',
    );
  });

  it('ends a task that hangs after taskSeconds, and does it once more', async () => {
    const hanging = join(folder, 'hanging.sh');
    const own = [process.execPath, ...programWords].map((word) => `'${word}'`).join(' ');
    writeFileSync(hanging, `#!/bin/sh\nmkdir ${folder}/hung 2>/dev/null && exec sleep 600\nexec ${own} "$@"\n`, {
      mode: 0o755,
    });
    const home = configure('hanging.yaml', { taskSeconds: 20 });
    const words = ['--input', join(folder, 'rows.csv'), '--output', join(folder, 'late'), '--engine', 'spark'];
    const found = await runCatenaryIn(
      { folder, env: { ...env, CATENARY_COMMAND: hanging } },
      'transform',
      '--config',
      join(folder, 'hanging.yaml'),
      '--model',
      example('sparkml/model.tar.gz'),
      '--schema',
      join(folder, 'schema.json'),
      '--model',
      example('xgboost/model.tar.gz'),
      ...words,
    );
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(linesOf(readFileSync(join(home, 'begun')))).toEqual(['rows.csv', 'rows.csv']);
    expect(readFileSync(join(folder, 'late/rows.csv.out'), 'utf8')).toBe(await read('alone/a.csv.out'));
  });

  it('doubles nothing when Spark runs each task twice at once, in a folder and in a store', async () => {
    const home = configure('twice.yaml', {});
    writeFileSync(join(home, 'twice'), '');
    const input = ['--input', 's3://diamonds/in/', '--engine', 'spark', '--json'];
    const down = await transformBy('twice.yaml', [...input, '--output', join(folder, 'twice')]);
    expect([down.code, down.stderr]).toEqual([0, '']);
    expect(JSON.parse(down.stdout)).toMatchObject({ records: rows.length + 3 });
    expect(readdirSync(join(folder, 'twice'), { recursive: true }).map(String).toSorted()).toEqual([
      'a.csv.out',
      'more',
      'more/b.csv.out',
    ]);
    const up = await transformBy('twice.yaml', [...input, '--output', 's3://diamonds/twice']);
    expect([up.code, up.stderr]).toEqual([0, '']);
    for (const key of ['a.csv.out', 'more/b.csv.out']) {
      expect(readFileSync(join(folder, 'twice', key), 'utf8')).toBe(await read(`alone/${key}`));
      expect(await read(`twice/${key}`)).toBe(await read(`alone/${key}`));
    }
    expect(linesOf(readFileSync(join(home, 'begun')))).toHaveLength(8);
  });

  /** Two parts and a half of 1 MiB, with names in the first line; two rows of the last part have no answer. */
  function writeLarge(name: string, bad: readonly number[]): string {
    const lines = Array.from({ length: 60_000 }, (_, at) =>
      bad.includes(at) ? `broken,${at}` : rows[at % rows.length],
    );
    writeFileSync(join(folder, name), `${header}\n\n${lines.join('\n')}`);
    return join(folder, name);
  }
  const header = (JSON.parse(schema()) as { input: { name: string }[] }).input.map((column) => column.name).join(',');
  const inParts = (...words: readonly string[]) => transformBy('parts.yaml', words);
  const named = ['--job-env', 'CATENARY_BATCH_CSV_HEADER=on'];

  it('divides a large file, and joins what its parts came to, as one machine writes it', async () => {
    const home = configure('parts.yaml', { partMB: 1 });
    const input = ['--input', writeLarge('large.csv', [55_000, 58_000]), ...named];
    const apart = [...input, '--job-env', 'CATENARY_BATCH_BAD_RECORDS=quarantine'];
    const alone = await inParts(...apart, '--output', join(folder, 'large-alone'), '--json');
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    const found = await inParts(...apart, '--output', join(folder, 'large-parts'), '--engine', 'spark', '--json');
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(JSON.parse(found.stdout)).toMatchObject({
      records: 60_000,
      rejected: 2,
      undivided: [],
      outputs: [join(folder, 'large-parts/large.csv.out'), join(folder, 'large-parts/large.csv.rejected.jsonl')],
    });
    expect(linesOf(readFileSync(join(home, 'begun'))).length).toBeGreaterThan(1);
    expect(readdirSync(join(folder, 'large-parts')).toSorted()).toEqual(['large.csv.out', 'large.csv.rejected.jsonl']);
    for (const name of ['large.csv.out', 'large.csv.rejected.jsonl'])
      expect(readFileSync(join(folder, 'large-parts', name))).toEqual(readFileSync(join(folder, 'large-alone', name)));
  });

  it('names the record of the object that stopped a part, and too many that were set apart', async () => {
    const input = ['--input', join(folder, 'large.csv'), ...named];
    const alone = await inParts(...input, '--output', join(folder, 'x'));
    expect(alone.stderr).toContain('record 55001');
    expect((await inParts(...input, '--output', join(folder, 'y'), '--engine', 'spark')).stderr).toBe(alone.stderr);
    const share = ['--job-env', 'CATENARY_BATCH_BAD_RECORDS=quarantine'];
    const most = [...input, ...share, '--job-env', 'CATENARY_BATCH_MAX_REJECTED_SHARE=0.00001'];
    const one = await inParts(...most, '--output', join(folder, 'x'));
    expect(one.stderr).toContain('2 of 60000 records were rejected');
    expect((await inParts(...most, '--output', join(folder, 'y'), '--engine', 'spark')).stderr).toBe(one.stderr);
    expect(readdirSync(join(folder, 'y'))).toEqual([]);
  });

  it('divides objects of a store, of JSON Lines too, and says what it cannot divide', async () => {
    const row = JSON.stringify({ data: JSON.parse(`[${rows[0]?.replace(/[A-Za-z][^,]*/g, '"$&"')}]`) });
    await put('wide/rows.jsonl', `${row}\n`.repeat(22_000));
    await put('wide/rows.csv.gz', gzipSync(randomRows()));
    const words = ['--input', 's3://diamonds/wide/rows.jsonl', '--content-type', 'application/jsonlines'];
    const alone = await inParts(...words, '--output', 's3://diamonds/wide-alone');
    expect([alone.code, alone.stderr]).toEqual([0, '']);
    const found = await inParts(...words, '--output', 's3://diamonds/wide-parts', '--engine', 'spark');
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(await read('wide-parts/rows.jsonl.out')).toBe(await read('wide-alone/rows.jsonl.out'));
    expect((await server.client.send({ method: 'GET', path: listing, service: 's3' })).body.toString()).not.toContain(
      '<Key>',
    );
    const packed = ['--input', 's3://diamonds/wide/rows.csv.gz', '--output', 's3://diamonds/packed'];
    const whole = await inParts(...packed, '--engine', 'spark', '--json');
    expect(JSON.parse(whole.stdout)).toMatchObject({ undivided: ['diamonds/wide/rows.csv.gz: it is compressed'] });
  });
  const listing = `/diamonds?list-type=2&prefix=${encodeURIComponent('wide-parts/.catenary')}`;

  /** As many as take more than a part when they are compressed. */
  function randomRows(): string {
    let seed = 1;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    const row = rows[0] ?? '';
    return Array.from({ length: 250_000 }, () => `0.${next()}${next()}${row.slice(row.indexOf(','))}\n`).join('');
  }
});
