import { describe, expect, it } from 'vitest';
import { scalar, vector } from '../../../src/frame/data-type.ts';
import type { Schema } from '../../../src/frame/schema.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import { exportBundle } from '../../../src/spark/to-mleap-bundle/export-bundle.ts';
import { readSavedCase, savedCases } from '../from-spark-save/saved-case.ts';

async function savedFiles(name: string): Promise<ModelFiles> {
  const golden = savedCases().find((one) => one.version === '4.1' && one.name === name);
  if (golden === undefined) throw new Error(`There is no golden pipeline ${name}.`);
  return readSavedCase(golden);
}

async function exported(files: ModelFiles, fields: Schema['fields']): Promise<ModelFiles> {
  const uid = '6f1c2f0e-7a55-4b8e-9a0d-0d5a1c3b9e11';
  return exportBundle(await openSavedPipeline(files), { input: { fields }, uid });
}

/** The files with a text of the metadata replaced. */
const changed = (files: ModelFiles, from: string, to: string): ModelFiles =>
  new Map(
    [...files].map(([path, bytes]) =>
      path.includes('metadata/part-') && !path.endsWith('.crc')
        ? [path, new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to))]
        : [path, bytes],
    ),
  );

const json = (files: ModelFiles, path: string): unknown =>
  JSON.parse(new TextDecoder().decode(files.get(path) ?? new Uint8Array()));

describe('a saved pipeline as a bundle', () => {
  it('is named by its uid, and dated by when it was saved', async () => {
    const bundle = await exported(await savedFiles('binarizer'), [{ name: 'x', type: scalar('double') }]);
    const [node = ''] = [...bundle.keys()].filter((path) => path.endsWith('.node/model.json'));
    const name = node.slice('root/'.length, -'.node/model.json'.length);
    expect(json(bundle, 'bundle.json')).toMatchObject({ name, format: 'json', version: '0.20.0' });
    expect(json(bundle, 'bundle.json')).toHaveProperty(
      'timestamp',
      expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+$/),
    );
    expect(json(bundle, 'root/model.json')).toEqual({
      op: 'pipeline',
      attributes: { nodes: { type: 'list', string: [name] } },
    });
  });

  it('is refused where a column is written over one of the input: MLeap changes none', async () => {
    const files = changed(await savedFiles('binarizer'), '"outputCol":"y"', '"outputCol":"x"');
    await expect(exported(files, [{ name: 'x', type: scalar('double') }])).rejects.toThrow(
      'The column "x" is written twice, or over one of the input.',
    );
  });

  it('asks for a column that the schema lacks, and for the size of vectors', async () => {
    await expect(exported(await savedFiles('binarizer'), [])).rejects.toMatchObject({ code: 'missing_column' });
    const dct = await savedFiles('dct-true');
    await expect(exported(dct, [{ name: 'v', type: vector() }])).rejects.toThrow(
      /^the saved model \(DCT, uid \S+\): MLeap keeps the size of the vectors in "v", which nothing says/,
    );
    await expect(exported(dct, [{ name: 'v', type: vector(4) }])).resolves.toHaveProperty('size', 5);
  });

  it('keeps a uid inside its folder, whatever is in it', async () => {
    const files = changed(await savedFiles('binarizer'), '"uid":"', '"uid":"../../');
    const bundle = await exported(files, [{ name: 'x', type: scalar('double') }]);
    expect([...bundle.keys()].filter((path) => path.includes('..'))).toEqual([]);
  });
});
