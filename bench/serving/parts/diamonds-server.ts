import { gunzipSync } from 'node:zlib';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { createDiamondsModel, readExample, schema } from '../../../packages/server/test/support/diamonds.ts';
import { type CatenaryOptions, type CatenaryServer, startCatenary } from './child-server.ts';
import { put } from './endpoints.ts';

/** The rows of the example, each a line with its end. */
export const readDiamondsRows = (): string[] =>
  gunzipSync(readExample('batch.csv.gz'))
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => `${line}\n`);

/** The cells of the rows, numbers as such. */
export const readDiamondsCells = (): (number | string)[][] =>
  readDiamondsRows().map((line) =>
    line
      .trimEnd()
      .split(',')
      .map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))),
  );

/** The names of the cells of a row, in their order. */
export const diamondsColumns = (): string[] =>
  (JSON.parse(schema()) as { input: { name: string }[] }).input.map(({ name }) => name);

export interface JobOptions {
  /** Folder of the rows in the bucket `bench`; `in` by default. */
  readonly input?: string;
  /** Further members of the request, or others than usual. */
  readonly [member: string]: unknown;
}

/** A server in a process of its own over a data folder, for transform jobs over the bucket `bench`. */
export class DiamondsServer {
  readonly process: CatenaryServer;

  private constructor(process: CatenaryServer) {
    this.process = process;
  }

  static async start(data: string, options: CatenaryOptions = {}): Promise<DiamondsServer> {
    return new DiamondsServer(await startCatenary(data, options));
  }

  get client(): ApiClient {
    return this.process.client;
  }

  put(path: string, body: Buffer | string) {
    return put(this.client, path, body);
  }

  async get(path: string): Promise<Buffer> {
    return (await this.client.send({ method: 'GET', path, service: 's3' })).body;
  }

  /** Makes the bucket and the model `pair`: SparkML -> XGBoost. */
  async createPair(): Promise<void> {
    await this.put('/bench', '');
    await createDiamondsModel(this.client, 'pair', ['sparkml', 'xgboost']);
  }

  /** Begins a job from `s3://bench/<input>/` to `s3://bench/<output>`. */
  async createJob(name: string, output: string, { input = 'in', ...members }: JobOptions = {}): Promise<void> {
    await this.client.operation('CreateTransformJob', {
      TransformJobName: name,
      ModelName: 'pair',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://bench/${input}/` } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: `s3://bench/${output}`, AssembleWith: 'Line' },
      TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      ...members,
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
