import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ApiClient } from '../../packages/server/src/entry/cli/api-client.ts';
import { type ChildServer, startChild } from './child-server.ts';

const example = new URL('../../examples/diamonds/', import.meta.url);
const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret' };

/** The rows of the example, each a line with its end. */
export const readDiamondsRows = (): string[] =>
  gunzipSync(readFileSync(new URL('batch.csv.gz', example)))
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => `${line}\n`);

/** A server in a process of its own over a data folder, for transform jobs over the bucket `bench`. */
export class DiamondsServer {
  readonly process: ChildServer;
  readonly client: ApiClient;

  private constructor(process: ChildServer) {
    this.process = process;
    this.client = new ApiClient(process.url, credentials, 'us-east-1');
  }

  static async start(data: string): Promise<DiamondsServer> {
    const env = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CATENARY_LOG_LEVEL: 'error',
    };
    return new DiamondsServer(
      await startChild('packages/server/src/main.ts', ['serve', '--port', '0', '--data', data], { env }),
    );
  }

  put(path: string, body: Buffer | string) {
    return this.client.send({ method: 'PUT', path, service: 's3', body });
  }

  async get(path: string): Promise<Buffer> {
    return (await this.client.send({ method: 'GET', path, service: 's3' })).body;
  }

  /** Makes the bucket and the model `pair`: SparkML -> XGBoost. */
  async createPair(): Promise<void> {
    await this.put('/bench', '');
    for (const part of ['sparkml', 'xgboost'])
      await this.put(`/bench/${part}.tar.gz`, readFileSync(new URL(`${part}/model.tar.gz`, example)));
    await this.client.operation('CreateModel', {
      ModelName: 'pair',
      Containers: [
        {
          Image: 'sagemaker-sparkml-serving:3.3',
          ModelDataUrl: 's3://bench/sparkml.tar.gz',
          Environment: { SAGEMAKER_SPARKML_SCHEMA: readFileSync(new URL('sparkml/schema.json', example), 'utf8') },
        },
        { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://bench/xgboost.tar.gz' },
      ],
    });
  }

  /** Begins a job from `s3://bench/in/` to `s3://bench/<output>`. */
  async createJob(name: string, output: string, options: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.client.operation('CreateTransformJob', {
      TransformJobName: name,
      ModelName: 'pair',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bench/in/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: `s3://bench/${output}`, AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      ...options,
    });
  }

  /** Whether the job is through. Throws its reason if it failed. */
  async isCompleted(name: string): Promise<boolean> {
    const job = await this.client.operation('DescribeTransformJob', { TransformJobName: name });
    if (job.TransformJobStatus === 'Failed') throw new Error(String(job.FailureReason));
    return job.TransformJobStatus === 'Completed';
  }

  /** Waits for the job's end; gives the most memory that the server held meanwhile, bytes. */
  async finishJob(name: string): Promise<number> {
    let peak = await this.process.residentBytes();
    while (!(await this.isCompleted(name))) {
      await new Promise((done) => setTimeout(done, 20));
      peak = Math.max(peak, await this.process.residentBytes());
    }
    return peak;
  }
}
