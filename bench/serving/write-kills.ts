/**
 * SIGKILL during writes of the APIs: `sh scripts/with-node.sh --conditions=source bench/serving/write-kills.ts [kills]`. Sixteen callers create, change and
 * delete models, configurations, model packages, tags, alarms and objects (in one piece, in parts, as copies). After each start everything that was
 * acknowledged since the one before is asked for (every fiftieth time, and in the end, everything ever), and what was not is there whole or not at all.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, ApiError } from '../../packages/server/src/entry/cli/api-client.ts';
import { inLanes, printTable } from '../harness.ts';
import { startCatenary } from './parts/child-server.ts';

const kills = Number(process.argv[2] ?? 1000);
const callers = 16;
/** Acknowledged writes before a kill, at most. */
const mostWrites = 60;
/** So many kills apart, all is asked for. */
const wholeEvery = 50;
const data = mkdtempSync(join(tmpdir(), 'catenary-write-kills-'));
const env = { CATENARY_SANDBOX: 'none' };

/** What a name is to have: text of one version after another; undefined once it is deleted. */
type Value = string | undefined;

interface Kind {
  write(client: ApiClient, name: string, value: string): Promise<unknown>;
  /** The whole of what is there. Throws if only a part is. */
  read(client: ApiClient, name: string): Promise<Value>;
  remove(client: ApiClient, name: string): Promise<unknown>;
}

const s3 = (client: ApiClient, method: string, path: string, body?: Buffer | string, headers = {}) =>
  client.send({ method, path, service: 's3', headers, ...(body === undefined ? {} : { body }) });
const ifThere = <T>(asked: Promise<T>) =>
  asked.catch((error: unknown) => {
    if (error instanceof ApiError && (error.status === 404 || /Could not find|does not exist/.test(error.message)))
      return undefined;
    throw error;
  });

/** Content that says itself whether it is whole. */
const contentOf = (value: string) => {
  const body = Buffer.alloc(70_000, value);
  return Buffer.concat([createHash('sha256').update(body).digest(), Buffer.from(value.padEnd(40)), body]);
};
async function readObject(client: ApiClient, key: string): Promise<Value> {
  const found = await ifThere(s3(client, 'GET', `/writes/${key}`));
  if (found === undefined) return undefined;
  const body = found.body.subarray(72);
  if (!createHash('sha256').update(body).digest().equals(found.body.subarray(0, 32))) throw new Error(`${key} is torn`);
  return found.body.subarray(32, 72).toString().trim();
}
const removeObject = (client: ApiClient, key: string) => s3(client, 'DELETE', `/writes/${key}`);

/** A model that is there all the time. */
const taggedArn = 'arn:aws:sagemaker:us-east-1:000000000000:model/tagged';
async function tagOf(client: ApiClient, arn: unknown, key: string): Promise<Value> {
  const { Tags: tags } = await client.operation('ListTags', { ResourceArn: arn, MaxResults: 50 });
  return (tags as { readonly Key: string; readonly Value: string }[]).find(({ Key }) => Key === key)?.Value;
}

const kinds: Readonly<Record<string, Kind>> = {
  model: {
    write: (client, name, value) =>
      client.operation('CreateModel', {
        ModelName: name,
        PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://writes/model.tar.gz' },
        Tags: [{ Key: 'value', Value: value }],
      }),
    async read(client, name) {
      const found = await ifThere(client.operation('DescribeModel', { ModelName: name }));
      if (found === undefined) return undefined;
      const tag = await tagOf(client, found['ModelArn'], 'value');
      if (tag === undefined) throw new Error(`the model ${name} has no tag`);
      return tag;
    },
    remove: (client, name) => client.operation('DeleteModel', { ModelName: name }),
  },
  configuration: {
    write: (client, name, value) =>
      client.operation('CreateEndpointConfig', {
        EndpointConfigName: name,
        ProductionVariants: [{ VariantName: value, ModelName: 'tagged', InitialInstanceCount: 1 }],
        Tags: [{ Key: 'value', Value: value }],
      }),
    async read(client, name) {
      const found = await ifThere(client.operation('DescribeEndpointConfig', { EndpointConfigName: name }));
      if (found === undefined) return undefined;
      const [variant] = found['ProductionVariants'] as { readonly VariantName: string }[];
      const tag = await tagOf(client, found['EndpointConfigArn'], 'value');
      if (tag !== variant?.VariantName) throw new Error(`the configuration ${name} has the tag ${tag}`);
      return tag;
    },
    remove: (client, name) => client.operation('DeleteEndpointConfig', { EndpointConfigName: name }),
  },
  package: {
    async write(client, name, value) {
      const made = await client.operation('CreateModelPackage', {
        ModelPackageName: name,
        ModelPackageDescription: value,
        Tags: [{ Key: 'value', Value: value }],
        InferenceSpecification: {
          Containers: [{ Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://writes/model.tar.gz' }],
          SupportedContentTypes: ['text/csv'],
          SupportedResponseMIMETypes: ['text/csv'],
        },
      });
      if (made['ModelPackageArn'] === undefined) throw new Error(`${name} has no ARN`);
    },
    async read(client, name) {
      const found = await ifThere(client.operation('DescribeModelPackage', { ModelPackageName: name }));
      if (found === undefined) return undefined;
      const tag = await tagOf(client, found['ModelPackageArn'], 'value');
      if (tag !== found['ModelPackageDescription']) throw new Error(`the package ${name} has the tag ${tag}`);
      return tag;
    },
    remove: (client, name) => client.operation('DeleteModelPackage', { ModelPackageName: name }),
  },
  tag: {
    write: (client, name, value) =>
      client.operation('AddTags', { ResourceArn: taggedArn, Tags: [{ Key: name, Value: value }] }),
    read: (client, name) => tagOf(client, taggedArn, name),
    remove: (client, name) => client.operation('DeleteTags', { ResourceArn: taggedArn, TagKeys: [name] }),
  },
  alarm: {
    write: (client, name, value) =>
      client.operation(
        'PutMetricAlarm',
        {
          AlarmName: name,
          AlarmDescription: value,
          Threshold: Number(value.slice(1)),
          ComparisonOperator: 'GreaterThanThreshold',
          Namespace: 'n',
          MetricName: 'm',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
        },
        'monitoring',
      ),
    async read(client, name) {
      const found = await client.operation('DescribeAlarms', { AlarmNames: [name] }, 'monitoring');
      const [alarm] = found['MetricAlarms'] as { readonly AlarmDescription: string; readonly Threshold: number }[];
      if (alarm === undefined) return undefined;
      if (alarm.AlarmDescription !== `v${alarm.Threshold}`) throw new Error(`the alarm ${name} is torn`);
      return alarm.AlarmDescription;
    },
    remove: (client, name) => client.operation('DeleteAlarms', { AlarmNames: [name] }, 'monitoring'),
  },
  object: {
    write: (client, key, value) => s3(client, 'PUT', `/writes/${key}`, contentOf(value)),
    read: readObject,
    remove: removeObject,
  },
  copy: {
    async write(client, key, value) {
      await s3(client, 'PUT', `/writes/from-${key}`, contentOf(value));
      await s3(client, 'PUT', `/writes/${key}`, '', { 'x-amz-copy-source': `/writes/from-${key}` });
    },
    read: readObject,
    remove: removeObject,
  },
  upload: {
    async write(client, key, value) {
      const begun = (await s3(client, 'POST', `/writes/${key}?uploads=`)).body.toString();
      const id = /<UploadId>([^<]+)/.exec(begun)?.[1] ?? '';
      const content = contentOf(value);
      await s3(client, 'PUT', `/writes/${key}?partNumber=1&uploadId=${id}`, content);
      const tag = createHash('md5').update(content).digest('hex');
      const part = `<Part><PartNumber>1</PartNumber><ETag>"${tag}"</ETag></Part>`;
      await s3(
        client,
        'POST',
        `/writes/${key}?uploadId=${id}`,
        `<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`,
      );
    },
    read: readObject,
    remove: removeObject,
  },
};

/** What one caller has had acknowledged, and what it was doing when the server ended. */
class Caller {
  readonly known = new Map<string, Value>();
  doubtful: { readonly name: string; readonly value: Value } | undefined;
  acknowledged = 0;
  readonly #kind: Kind;
  readonly #prefix: string;
  /** What was written since the last check. */
  readonly #written = new Set<string>();
  #count = 0;

  constructor(prefix: string, kind: Kind) {
    this.#prefix = prefix;
    this.#kind = kind;
  }

  async writeUntil(client: ApiClient, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const count = this.#count++;
      // Ten names; each is made, and then deleted.
      const name = `${this.#prefix}-${(count >> 1) % 10}`;
      const value = count % 2 === 0 ? `v${count}` : undefined;
      if (value === undefined && this.known.get(name) === undefined) continue;
      if (value !== undefined && this.known.get(name) !== undefined) continue;
      // Half of what was made stays until its name comes again.
      if (value === undefined && count % 4 === 1) continue;
      this.doubtful = { name, value };
      this.#written.add(name);
      await (value === undefined ? this.#kind.remove(client, name) : this.#kind.write(client, name, value));
      this.known.set(name, value);
      this.doubtful = undefined;
      this.acknowledged++;
    }
  }

  /** How many acknowledged writes are lost. Throws if something is half there. */
  async check(client: ApiClient, isWhole: boolean): Promise<number> {
    let lost = 0;
    for (const [name, value] of this.known) {
      if (name === this.doubtful?.name || !(isWhole || this.#written.has(name))) continue;
      if ((await this.#kind.read(client, name)) !== value) lost++;
    }
    this.#written.clear();
    const { doubtful } = this;
    if (doubtful === undefined) return lost;
    const found = await this.#kind.read(client, doubtful.name);
    if (found !== doubtful.value && found !== this.known.get(doubtful.name)) lost++;
    this.known.set(doubtful.name, found);
    this.doubtful = undefined;
    return lost;
  }
}

/** A request that had no answer was cut off; a refusal is a mistake of this script, or of the server. */
function failIfAnswered(error: unknown): void {
  if (error instanceof ApiError) throw error;
}

const names = Object.keys(kinds);
const all = Array.from({ length: callers }, (_, at) => {
  const name = names[at % names.length] as string;
  return new Caller(`${name}-${at}`, kinds[name] as Kind);
});
const acknowledged = () => all.reduce((sum, caller) => sum + caller.acknowledged, 0);
let server = await startCatenary(data, { env });
await s3(server.client, 'PUT', '/writes');
await s3(server.client, 'PUT', '/writes/model.tar.gz', 'x');
await (kinds['model'] as Kind).write(server.client, 'tagged', 'v0');
let [lost, half, doubtful] = [0, 0, 0];
for (let kill = 0; kill < kills; kill++) {
  const { client } = server;
  let isOver = false;
  const writing = all.map((caller) => caller.writeUntil(client, () => isOver).catch(failIfAnswered));
  const enough = acknowledged() + Math.random() * mostWrites;
  while (acknowledged() < enough) await delay(1);
  await delay(Math.random() * 10);
  await server.stop('SIGKILL');
  isOver = true;
  await Promise.all(writing);
  doubtful += all.filter((caller) => caller.doubtful !== undefined).length;
  server = await startCatenary(data, { env });
  const isWhole = kill % wholeEvery === wholeEvery - 1 || kill === kills - 1;
  await inLanes(callers, 4, async (at) => {
    const found = await (all[at] as Caller).check(server.client, isWhole).catch((error: unknown) => {
      process.stdout.write(`${String(error)}\n`);
      half++;
      return 0;
    });
    lost += found;
  });
  if (isWhole)
    process.stdout.write(`${kill + 1} kills, ${acknowledged()} acknowledged, ${lost} lost, ${half} half there\n`);
}
await server.stop();
rmSync(data, { recursive: true, force: true });
printTable('SIGKILL during writes', [
  {
    name: `${kills} kills`,
    acknowledged: acknowledged(),
    'not acknowledged': doubtful,
    'acknowledged and lost': lost,
    'half there': half,
  },
]);
process.exitCode = lost + half > 0 ? 1 : 0;
