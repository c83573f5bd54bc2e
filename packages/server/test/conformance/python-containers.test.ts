import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';
import { transform } from '../support/transform-job.ts';

/** What goes to Python with the real library: XGBoost scripts, and scikit-learn models that are not read natively. */
const golden = join(root, 'test/golden');
const read = (path: string) => readFileSync(join(golden, path));
const folder = mkdtempSync(join(tmpdir(), 'catenary-python-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await put('/models');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path, service: 's3', body });

/** Makes a Model of an archive of this directory. */
async function createModel(name: string, image: string, directory: string, environment = {}): Promise<void> {
  const archive = join(folder, `${name}.tar.gz`);
  execFileSync('tar', ['-czf', archive, '-C', directory, '.']);
  await put(`/models/${name}.tar.gz`, readFileSync(archive));
  await server.client.operation('CreateModel', {
    ModelName: name,
    PrimaryContainer: { Image: image, ModelDataUrl: `s3://models/${name}.tar.gz`, Environment: environment },
  });
}

/** What a transform job over this CSV answers. */
async function transformed(name: string, input: Buffer): Promise<string> {
  await put(`/models/in-${name}/input.csv`, input);
  const job = await transform(server.client, name, {
    ModelName: name,
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://models/in-${name}/` } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: `s3://models/out-${name}`, Accept: 'text/csv', AssembleWith: 'None' },
  });
  expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
  const answer = await server.client.send({ method: 'GET', path: `/models/out-${name}/input.csv.out`, service: 's3' });
  return answer.body.toString();
}

describe('an XGBoost container with SAGEMAKER_PROGRAM', () => {
  it('runs the script with the library of its tag, for an endpoint and for a transform job', async () => {
    const directory = join(folder, 'xgboost');
    mkdirSync(join(directory, 'code'), { recursive: true });
    cpSync(join(golden, 'xgboost/binary-logistic-3.2/model.ubj'), join(directory, 'xgboost-model'));
    const script = `
import os
import xgboost
def model_fn(model_dir):
    assert xgboost.__version__.startswith("3.2.")
    return xgboost.Booster(model_file=os.path.join(model_dir, "xgboost-model"))
def predict_fn(data, model):
    return model.predict(data, output_margin=True, validate_features=False)
`;
    writeFileSync(join(directory, 'code/predict.py'), script);
    const environment = { SAGEMAKER_PROGRAM: 'predict.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };
    await createModel('xgboost', 'sagemaker-xgboost:3.2-0-cpu-py3', directory, environment);
    expect(await createEndpoint(server.client, 'xgboost')).toBe('InService');
    const [input, margin] = [
      read('xgboost/binary-logistic-3.2/input.csv'),
      'xgboost/binary-logistic-3.2/expected-margin.csv',
    ];
    // The margin, which the algorithm mode does not answer: the script did run.
    expect(await invoke(server.client, 'xgboost', input)).toBe(read(margin).toString());
    expect(await transformed('xgboost', input)).toBe(read(margin).toString());
  });
});

describe('a scikit-learn container without a script', () => {
  it('leaves a model that is not read natively to joblib, for an endpoint and for a transform job', async () => {
    const directory = join(folder, 'sklearn');
    mkdirSync(directory);
    // joblib reads xz with any filters; the native reader does not.
    const filters = '[{"id": lzma.FILTER_DELTA, "dist": 1}, {"id": lzma.FILTER_LZMA2}]';
    const program = `import lzma,sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read(), filters=${filters}))`;
    const model = execFileSync('python3', ['-c', program], {
      input: read('sklearn/forest-regressor-1.9/model.joblib'),
      maxBuffer: 2 ** 26,
    });
    writeFileSync(join(directory, 'model.joblib'), model);
    await createModel('sklearn', 'sagemaker-scikit-learn:1.9-1-cpu-py3', directory);
    expect(await createEndpoint(server.client, 'sklearn')).toBe('InService');
    expect(server.log()).toMatch(/compressed with .*not read natively, left to Python/);
    const [input, expected] = [
      read('sklearn/forest-regressor-1.9/input.csv'),
      'sklearn/forest-regressor-1.9/expected-predict.csv',
    ];
    expect(await invoke(server.client, 'sklearn', input)).toBe(read(expected).toString());
    expect(await transformed('sklearn', input)).toBe(read(expected).toString());
  });

  it('never calls what a hostile pickle wants, and names it', async () => {
    const directory = join(folder, 'hostile');
    mkdirSync(directory);
    const marker = join(folder, 'it-ran');
    const command = `touch ${marker}`;
    const pickle = Buffer.from(`\x80\x02cposix\nsystem\nX....${command}\x85R.`, 'latin1');
    pickle.writeUInt32LE(command.length, pickle.indexOf('....'));
    writeFileSync(join(directory, 'model.pkl'), pickle);
    await createModel('hostile', 'sagemaker-scikit-learn:1.9-1-cpu-py3', directory);
    expect(await createEndpoint(server.client, 'hostile')).toBe('Failed');
    const { FailureReason: reason } = await server.client.operation('DescribeEndpoint', { EndpointName: 'hostile' });
    expect(reason).toMatch(/posix\.system/);
    expect(() => readFileSync(marker)).toThrow('ENOENT');
  });
});
