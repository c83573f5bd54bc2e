import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { pythonDataDirectory } from '../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const golden = join(import.meta.dirname, '../../../../../../test/golden/script/diamonds');
const never = new AbortController().signal;

function launch(directory: string, onLog: (line: string) => void = () => undefined): Promise<Stage> {
  return launchPythonStage({
    hostname: 'sklearn',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '2' },
    modelDirectory: directory,
    dataDirectory: pythonDataDirectory,
    startupTimeoutMs: 60_000,
    signal: never,
    onLog,
  });
}

const ask = async (stage: Stage, body: string | Buffer, more: Partial<ContainerRequest> = {}) => {
  const answer = await stage.invoke({ body: Buffer.from(body), contentType: 'text/csv', ...more }, never);
  return { ...answer, text: answer.body.toString() };
};

const lines = (name: string) => readFileSync(join(golden, name), 'utf8').trimEnd().split('\n');

describe('scikit-learn script mode', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await launch(join(golden, 'model'));
  });
  afterAll(() => stage.close());

  it('answers the diamonds as the script does by itself, one row at a time', async () => {
    const [bodies, csv, json] = [lines('xgboost.csv'), lines('final.csv'), lines('final.jsonl')];
    expect(bodies).toHaveLength(200);
    const answers = await Promise.all(bodies.map((body) => ask(stage, body, { accept: 'text/csv' })));
    expect(answers.map((answer) => answer.text.trimEnd())).toEqual(csv);
    const objects = await Promise.all(bodies.map((body) => ask(stage, body, { accept: 'application/json' })));
    expect(objects.map((answer) => answer.text)).toEqual(json);
    expect(objects[0]?.contentType).toBe('application/json');
  });

  it('answers many rows at a time', async () => {
    const answer = await ask(stage, `${lines('xgboost.csv').join('\n')}\n`, { accept: 'text/csv' });
    expect(answer.text.trimEnd().split('\n')).toEqual(lines('final.csv'));
  });

  it('makes no environment where there is one', async () => {
    const lines: string[] = [];
    const second = await launch(join(golden, 'model'), (line) => lines.push(line));
    await second.close();
    expect(lines.filter((line) => line.includes('Python environment'))).toEqual([]);
  });
});

describe('default functions', () => {
  let stage: Stage;
  beforeAll(async () => {
    // The "model" answers what it was given: dtype, shape and values.
    stage = await launch(
      modelDirectory({
        'code/inference.py': `
import numpy as np
class Model:
    def predict(self, data):
        if data.dtype == np.float64: return data.ravel()
        return np.array([str(data.dtype), "x".join(map(str, data.shape))] + [str(v) for v in data.ravel().tolist()])
def model_fn(model_dir): return Model()
`,
      }),
    );
  });
  afterAll(() => stage.close());

  const seen = async (body: string | Buffer, more: Partial<ContainerRequest> = {}) =>
    JSON.parse((await ask(stage, body, { accept: 'application/json', ...more })).text) as unknown;

  it.each([
    ['1,2.5,3', '1x3', ['1.0', '2.5', '3.0']],
    ['1\n2\n', '2x1', ['1.0', '2.0']],
    ['1,2\r\n3,"4"\r\n', '2x2', ['1.0', '2.0', '3.0', '4.0']],
    ['nan,1e3', '1x2', ['nan', '1000.0']],
  ])('text/csv %j is rows × columns of float32', async (body, shape, values) => {
    expect(await seen(body)).toEqual(['float32', shape, ...values]);
    expect(await seen(body, { contentType: 'text/csv; charset=utf-8' })).toEqual(['float32', shape, ...values]);
  });

  it.each([
    ['[[1, 2], [3, 4]]', '2x2', ['1.0', '2.0', '3.0', '4.0']],
    ['[1, 2, 3]', '1x3', ['1.0', '2.0', '3.0']],
    ['0.1', '1x1', ['0.10000000149011612']], // the float32 next to 0.1: 13421773 / 2^27
  ])('application/json %s', async (body, shape, values) => {
    expect(await seen(body, { contentType: 'application/json' })).toEqual(['float32', shape, ...values]);
  });

  it('text/csv with missing cells and booleans, as without a script', async () => {
    const values = ['1.0', 'nan', 'nan', '1.0', '0.0'];
    expect(await seen('1,,NA,true,False\n', { contentType: 'text/csv' })).toEqual(['float32', '1x5', ...values]);
  });

  it.each([
    ['1,a', 'text/csv', "row 1, column 1 is not a number: 'a'"],
    ['1,2\n3\n', 'text/csv', 'row 2 has 1 columns, row 1 has 2'],
    ['[1', 'application/json', 'the body is not a JSON array'],
    ['[[1], [1, 2]]', 'application/json', 'the body is not a JSON array'],
    ['["a"]', 'application/json', 'the body is not an array of numbers'],
    ['{"a": 1}', 'application/json', 'the body is not an array of numbers'],
    ['no', 'application/x-npy', 'the body is not an .npy array'],
  ])('refuses %j as %s with 400', async (body, contentType, message) => {
    const answer = await ask(stage, body, { contentType });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      function: 'input_fn',
      'error-message': expect.stringContaining(message),
    });
  });

  /** An .npy file of version 1.0: magic, header length, header padded to 64 bytes, then the values. */
  function npy(description: string, shape: string, values: Buffer): Buffer {
    const header = `{'descr': '${description}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([header.length, 0]),
      Buffer.from(header),
      values,
    ]);
  }

  it('application/x-npy stays what it is, both ways', async () => {
    const values = Buffer.alloc(16);
    values.writeDoubleLE(0.1, 0);
    values.writeDoubleLE(-2, 8);
    const body = npy('<f8', '(2,)', values);
    expect(await seen(body, { contentType: 'application/x-npy' })).toEqual([0.1, -2]);
    const answer = await ask(stage, body, { contentType: 'application/x-npy', accept: 'application/x-npy' });
    expect(answer.contentType).toBe('application/x-npy');
    expect(answer.body.subarray(-16)).toEqual(values);
    expect((await ask(stage, body, { contentType: 'application/x-npy', accept: 'text/csv' })).text).toBe('0.1\n-2.0\n');
  });

  it('refuses an .npy of objects, which is a pickle', async () => {
    const answer = await ask(stage, npy('|O', '(1,)', Buffer.from('\x80\x04N.', 'latin1')), {
      contentType: 'application/x-npy',
    });
    expect(answer.status).toBe(400);
  });

  it('takes the first acceptable type that it can write', async () => {
    expect((await ask(stage, '1', { accept: 'text/html, text/csv;q=0.5' })).contentType).toBe('text/csv');
    expect((await ask(stage, '1')).contentType).toBe('application/json');
    expect((await ask(stage, '1', { accept: 'text/html' })).status).toBe(406);
  });
});

describe('stand-ins for AWS’s packages', () => {
  it('code and decode arrays as scripts expect', async () => {
    const stage = await launch(
      modelDirectory({
        'code/inference.py': `
from sagemaker_containers.beta.framework import content_types, encoders
from sagemaker_inference import decoder, encoder
def model_fn(model_dir): return 10
def input_fn(body, content_type): return decoder.decode(body, content_type)
def predict_fn(data, model): return data * model
def output_fn(prediction, accept):
    assert encoders.encode(prediction, content_types.CSV) == encoder.encode(prediction, "text/csv")
    return encoder.encode(prediction, accept), accept
`,
      }),
    );
    expect((await ask(stage, '1,2\n3,4\n', { accept: 'application/json' })).text).toBe('[[10.0, 20.0], [30.0, 40.0]]');
    expect((await ask(stage, '1,2\n3,4\n', { accept: 'text/csv' })).text).toBe('10.0,20.0\n30.0,40.0\n');
    expect((await ask(stage, '1', { accept: 'text/html' })).status).toBe(406);
    await stage.close();
  });
});
