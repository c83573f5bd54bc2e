import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRecordIo } from '@catenary/scoring/internal/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { pythonDataDirectory } from '../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

/** Scripts in an XGBoost image, with the real library of the image's release. */
const golden = join(import.meta.dirname, '../../../../../../test/golden/xgboost');
const never = new AbortController().signal;

function launch(script: string, golds: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const directory = modelDirectory({ 'code/inference.py': script });
  for (const [name, path] of Object.entries(golds)) copyFileSync(join(golden, path), join(directory, name));
  return launchPythonStage({
    hostname: 'xgboost',
    framework: 'xgboost',
    image: 'sagemaker-xgboost:3.2-0',
    imageTag: '3.2-0',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1', SAGEMAKER_PROGRAM: 'inference.py' },
    modelDirectory: directory,
    dataDirectory: pythonDataDirectory,
    startupTimeoutMs: 60_000,
    signal: never,
    onLog: () => undefined,
  });
}

const ask = async (stage: Stage, body: string | Buffer, more: Partial<ContainerRequest> = {}) => {
  const answer = await stage.invoke({ body: Buffer.from(body), contentType: 'text/csv', ...more }, never);
  return { ...answer, text: answer.body.toString() };
};

const read = (path: string) => readFileSync(join(golden, path), 'utf8');
const model = `
import os
import xgboost as xgb
def model_fn(model_dir):
    booster = xgb.Booster()
    booster.load_model(os.path.join(model_dir, "model.ubj"))
    return booster
`;

describe('XGBoost script mode', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await launch(model, { 'model.ubj': 'squarederror-missing-3.2/model.ubj' });
  });
  afterAll(() => stage.close());

  it('predicts a DMatrix of CSV with blanks, and of libsvm, as the library does', async () => {
    const expected = read('squarederror-missing-3.2/expected.csv');
    const csv = await ask(stage, read('squarederror-missing-3.2/input.csv'), { accept: 'text/csv' });
    expect(csv).toMatchObject({ status: 200, contentType: 'text/csv', text: expected });
    const contentType = 'text/libsvm';
    // Its last row has no feature; a library that counts rows by lines keeps it.
    const libsvm = await ask(stage, read('squarederror-missing-3.2/input.libsvm'), { contentType, accept: 'text/csv' });
    expect(libsvm.text).toBe(expected);
  });

  it('predicts RecordIO-protobuf, dense and sparse', async () => {
    /** `Record { features { key: "values" value { float32_tensor { ... } } } }`, by hand. */
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
    const record = (values: readonly number[], keys: readonly number[] = []) => {
      const tensor = [field(1, Buffer.from(Float32Array.from(values).buffer))];
      if (keys.length > 0) tensor.push(field(2, Buffer.from(keys)));
      const value = field(2, Buffer.concat(tensor));
      return field(1, Buffer.concat([field(1, Buffer.from('values')), field(2, value)]));
    };
    const rows = read('squarederror-missing-3.2/input.csv').split('\n').slice(0, 4);
    const cells = rows.map((row) => row.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
    const dense = cells.map((row) => record(row));
    const sparse = cells.map((row) => {
      const keys = row.flatMap((value, at) => (Number.isNaN(value) ? [] : [at]));
      return record(
        keys.map((key) => row[key] as number),
        keys,
      );
    });
    const expected = read('squarederror-missing-3.2/expected.csv').split('\n').slice(0, 4);
    for (const records of [dense, sparse]) {
      const body = Buffer.from(writeRecordIo(records));
      const answer = await ask(stage, body, { contentType: 'application/x-recordio-protobuf', accept: 'text/csv' });
      expect(answer.text.trimEnd().split('\n')).toEqual(expected);
    }
  });

  it('writes JSON by default', async () => {
    const [first] = read('squarederror-missing-3.2/input.csv').split('\n') as [string];
    const answer = await ask(stage, first);
    const [expected] = read('squarederror-missing-3.2/expected.csv').split('\n');
    expect(answer.contentType).toBe('application/json');
    expect((JSON.parse(answer.text) as number[]).map(Math.fround)).toEqual([Math.fround(Number(expected))]);
  });

  it.each([
    ['1,x', 'text/csv', 400, "row 1, column 1 is not a number: 'x'"],
    ['1,2\n3', 'text/csv', 400, 'row 2 has 1 columns, row 1 has 2'],
    ['0 a:1', 'text/libsvm', 400, "row 1 has no column index before the colon: 'a:1'"],
    ['0', 'text/libsvm', 400, 'the body has no feature'],
    ['0 99999999999:1', 'text/libsvm', 400, 'row 1 has no column index'],
    ['xxxxxxxx', 'application/x-recordio-protobuf', 400, 'byte 0: no whole RecordIO record'],
    ['\xce\xd7\x23', 'application/x-recordio-protobuf', 400, "byte 0: a record's head is cut off"],
    ['[[1]]', 'application/json', 415, 'Content type application/json is not supported'],
  ])('refuses %j as %s', async (body, contentType, status, message) => {
    const answer = await ask(stage, Buffer.from(body, 'latin1'), { contentType });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ 'error-message': expect.stringContaining(message) as string });
  });

  it('survives records of random bytes', async () => {
    // A frame around bytes that are no message: each is refused or has no features, never a broken worker.
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) & 255; // Lehmer's generator, as in C++'s minstd_rand
    for (let tries = 0; tries < 50; tries++) {
      const body = Buffer.from(writeRecordIo([Uint8Array.from({ length: 1 + (tries % 20) }, random)]));
      const answer = await ask(stage, body, { contentType: 'application/x-recordio-protobuf' });
      expect(answer.status).toBe(400);
    }
  });
});

describe('a script of the image', () => {
  it('may use the container’s own module, and that for training', async () => {
    const stage = await launch(
      `${model}
from sagemaker_xgboost_container import distributed
from sagemaker_xgboost_container import encoder as xgb_encoders
from sagemaker_xgboost_container.data_utils import get_dmatrix
def input_fn(body, content_type):
    assert content_type == "text/libsvm" and isinstance(body, bytes)
    return xgb_encoders.libsvm_to_dmatrix(body)
def output_fn(prediction, accept):
    return xgb_encoders.json_to_jsonlines({"predictions": [float(p) for p in prediction]}), "application/jsonlines"
`,
      { 'model.ubj': 'binary-logistic-3.2/model.ubj' },
    );
    const answer = await ask(stage, read('binary-logistic-3.2/input.libsvm'), { contentType: 'text/libsvm' });
    // From the image 3.2-0 on, indices of which none is 0 count from 1.
    const [fromZero, fromOne] = [
      await ask(stage, '0 0:0.5 1:2', { contentType: 'text/libsvm' }),
      await ask(stage, '0 1:0.5 2:2', { contentType: 'text/libsvm' }),
    ];
    await stage.close();
    expect(fromOne.text).toBe(fromZero.text);
    expect(answer.contentType).toBe('application/jsonlines');
    const expected = read('binary-logistic-3.2/expected.csv').trimEnd().split('\n');
    const found = answer.text.trimEnd().split('\n');
    expect(found.map((line) => Math.fround(Number(line)))).toEqual(expected.map((line) => Math.fround(Number(line))));
  });

  it('needs a model_fn', async () => {
    await expect(launch('x = 1')).rejects.toThrow('inference.py has no model_fn');
  });

  it('needs a tag that says which release', async () => {
    const launched = launchPythonStage({
      hostname: 'xgboost',
      framework: 'xgboost',
      image: 'xgboost:latest',
      imageTag: 'latest',
      environment: {},
      modelDirectory: modelDirectory({ 'code/inference.py': model }),
      dataDirectory: pythonDataDirectory,
      startupTimeoutMs: 60_000,
      signal: never,
      onLog: () => undefined,
    });
    await expect(launched).rejects.toThrow('does not say which XGBoost; tags look like 3.2-0.');
  });
});
