import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { createEndpoint, invoke, linesOf } from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** Containers in MultiModel mode whose models run in Python: one worker for each model that is loaded. */
const image = 'sagemaker-scikit-learn:1.9-1-cpu-py3';
const read = (path: string) => readFileSync(join(root, 'test/golden', path));
let server: TestServer;

const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path: `/models${path}`, service: 's3', body });
const archive = (name: string, content: string | Buffer) => gzipSync(makeTar([{ name, content }]));
const ask = (endpoint: string, model: string, body: string | Buffer) =>
  invoke(server.client, endpoint, body, { 'x-amzn-sagemaker-target-model': model });

async function deploy(name: string, environment: Record<string, string> = {}): Promise<string> {
  await server.client.operation('CreateModel', {
    ModelName: name,
    PrimaryContainer: {
      Image: image,
      Mode: 'MultiModel',
      ModelDataUrl: `s3://models/${name}/`,
      Environment: environment,
    },
  });
  return createEndpoint(server.client, name);
}

beforeAll(async () => {
  server = await startTestServer({ env: { CATENARY_MAX_LOADED_MODELS: '2' } });
  await put('');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

describe('scripts in MultiModel mode', () => {
  it('serve every archive with the one script, and a model of its own', async () => {
    const script = `
import os
def model_fn(model_dir):
    assert os.environ["SAGEMAKER_MULTI_MODEL"] == "true"
    with open(os.path.join(model_dir, "factor.txt")) as file:
        return float(file.read())
def predict_fn(data, model):
    return data.sum(axis=1) * model
`;
    await put('/code.tar.gz', archive('scale.py', script));
    await put('/scripts/two.tar.gz', archive('factor.txt', '2'));
    await put('/scripts/ten.tar.gz', archive('factor.txt', '10'));
    await put('/scripts/word.tar.gz', archive('factor.txt', 'ten'));
    const environment = { SAGEMAKER_PROGRAM: 'scale.py', SAGEMAKER_SUBMIT_DIRECTORY: 's3://models/code.tar.gz' };
    expect(await deploy('scripts', environment)).toBe('InService');
    // (1 + 2) * 2, (3 + 4) * 2
    expect(await ask('scripts', 'two.tar.gz', '1,2\n3,4\n')).toBe('6.0\n14.0\n');
    expect(await ask('scripts', 'ten.tar.gz', '1,2\n3,4\n')).toBe('30.0\n70.0\n');
    await expect(ask('scripts', 'word.tar.gz', '1,2\n')).rejects.toThrow(/Unable to load model: .*could not convert/s);
    expect(await ask('scripts', 'two.tar.gz', '1,2\n3,4\n')).toBe('6.0\n14.0\n');
  });

  it('fail with their endpoint, before any model is asked for, if the shared archive lacks the script', async () => {
    const environment = { SAGEMAKER_PROGRAM: 'nobody.py', SAGEMAKER_SUBMIT_DIRECTORY: 's3://models/code.tar.gz' };
    expect(await deploy('nobody', environment)).toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: 'nobody' });
    expect(reason).toMatch(/no nobody\.py .*found there: scale\.py/);
  });
});

describe('scikit-learn models in MultiModel mode', () => {
  it('are served natively, beside archives that bring a script', async () => {
    const golden = 'sklearn/forest-regressor-1.9';
    const joblib = read(`${golden}/model.joblib`);
    const script = `
import os, joblib
def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))
def predict_fn(data, model):
    return -model.predict(data)
`;
    await put('/sklearn/native.tar.gz', archive('model.joblib', joblib));
    const files = [
      { name: 'model.joblib', content: joblib },
      { name: 'code/inference.py', content: script },
    ];
    await put('/sklearn/script.tar.gz', gzipSync(makeTar(files)));
    expect(await deploy('sklearn')).toBe('InService');
    const expected = linesOf(read(`${golden}/expected-predict.csv`)).map(Number);
    const input = read(`${golden}/input.csv`);
    expect(linesOf(Buffer.from(await ask('sklearn', 'native.tar.gz', input))).map(Number)).toEqual(expected);
    // The script reads cells as float32, which leads no row of this input to another leaf.
    const negative = expected.map((value) => -value);
    expect(linesOf(Buffer.from(await ask('sklearn', 'script.tar.gz', input))).map(Number)).toEqual(negative);
  });
});
