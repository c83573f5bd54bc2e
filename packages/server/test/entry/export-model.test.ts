import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../src/platform/artifact/read-archive.ts';
import { runCatenary } from '../support/run-catenary.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = resolve(import.meta.dirname, '../../../../test/golden/spark/3.5');
const output = join(folder, 'model.tar.gz');
const exportModel = (name: string, ...flags: string[]) =>
  runCatenary(folder, 'export', '--format', 'mleap', '-o', output, join(golden, name, 'model.tar.gz'), ...flags);
const firstLine = (path: string) => readFileSync(path, 'utf8').split('\n')[0] ?? '';
const schemaOf = (name: string) => ['--schema', join(golden, name, 'schema.json')];

describe('catenary export', () => {
  it('writes the archive of the SparkML container, the same bytes each time, and it is scored as Spark scored', async () => {
    const name = 'one-hot-keep-true';
    expect(await exportModel(name, ...schemaOf(name))).toMatchObject({ code: 0, stderr: '' });
    const first = readFileSync(output);
    const files = await readArchive(first);
    expect([...files.keys()].slice(0, 2)).toEqual(['bundle.json', 'root/node.json']);
    await exportModel(name, ...schemaOf(name));
    expect(readFileSync(output).equals(first)).toBe(true);
    const row = join(folder, 'row.jsonl');
    const answer = join(folder, 'answer.jsonl');
    writeFileSync(row, firstLine(join(golden, name, 'input.jsonl')));
    await runCatenary(folder, 'score', '--model', output, '--format', 'rows', '--input', row, '--output', answer);
    const wanted = firstLine(join(golden, name, 'expected.jsonl'));
    expect(JSON.parse(readFileSync(answer, 'utf8'))).toEqual(JSON.parse(wanted));
  });

  it('refuses what MLeap does not have by its stage, and writes nothing', async () => {
    rmSync(output, { force: true });
    const { code, stderr } = await exportModel('fm-classifier', ...schemaOf('fm-classifier'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/the saved model \(FMClassificationModel, uid \S+\): MLeap has no operator for it/);
    expect((await readdir(folder)).filter((name) => name.includes('tar.gz'))).toEqual([]);
  });

  it('takes the schema of the frame that the pipeline answered, with the sizes that its metadata says', async () => {
    const schema = join(folder, 'frame.json');
    const column = (name: string, type: unknown, metadata = {}) => ({ name, type, nullable: true, metadata });
    const write = (...fields: object[]) => writeFileSync(schema, JSON.stringify({ type: 'struct', fields }));
    // As df.schema.json() has them; no stage reads dates.
    const udt = { type: 'udt', class: 'org.apache.spark.ml.linalg.VectorUDT', pyClass: 'pyspark.ml.linalg.VectorUDT' };
    const made = [column('o', udt), column('day', 'date')];
    write(column('v', udt), ...made);
    const unsized = await exportModel('dct-true', '--schema', schema);
    expect(unsized).toMatchObject({ code: 1, stderr: expect.stringContaining('MLeap keeps the size of the vectors') });
    write(column('v', udt, { ml_attr: { num_attrs: 4 } }), ...made);
    expect(await exportModel('dct-true', '--schema', schema)).toMatchObject({ code: 0, stderr: '' });
    const files = await readArchive(readFileSync(output));
    const model = [...files].find(([path]) => path.endsWith('.node/model.json'))?.[1];
    expect(JSON.parse(Buffer.from(model ?? []).toString())).toMatchObject({ attributes: { input_size: { int: 4 } } });
    write(column('v', udt), column('v', udt));
    const twice = await exportModel('dct-true', '--schema', schema);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('names the column "v" twice') });
  });

  it('says what is wrong with the model or the schema', async () => {
    const schema = join(folder, 'wrong.json');
    writeFileSync(schema, '{"input":[{"name":"i","type":"number"}]}');
    const wrong = await exportModel('one-hot-keep-true', '--schema', schema);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining(`${schema}: Data type passed`) });
    writeFileSync(schema, '{"input":[{"name":"i","type":"double"}]}');
    const less = await exportModel('one-hot-keep-true', '--schema', schema);
    expect(less).toMatchObject({ code: 1, stderr: expect.stringContaining('"j"') });
    const bundle = resolve(golden, '../../mleap/tokenizer-hashing-tf-idf/bundle.zip');
    const other = await runCatenary(folder, 'export', '--format', 'mleap', '-o', output, bundle);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('is no pipeline that Spark saved') });
  });
});
