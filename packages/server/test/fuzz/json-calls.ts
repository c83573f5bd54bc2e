import { logsModel, sagemakerModel } from '../../src/contract/models.ts';
import type { ServiceModel, Shape } from '../../src/contract/shape.ts';
import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { headerText, nastyText } from './texts.ts';

/** Values with which an operation gets somewhere, by the name of the member. `fuzz-server.ts` makes what they name. */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  ['ModelName', ['chain', 'm1', 'm2', 'constructor']],
  ['EndpointName', ['live', 'e1', 'e2']],
  ['EndpointConfigName', ['live', 'c1', 'c2']],
  ['TransformJobName', ['j1', 'j2', 'j3']],
  ['ModelName to lose', ['m1', 'm2']],
  ['EndpointName to lose', ['e1', 'e2']],
  ['EndpointConfigName to lose', ['c1', 'c2']],
  ['VariantName', ['AllTraffic', 'v2']],
  ['ContainerHostname', ['first', 'second']],
  ['ExecutionRoleArn', ['arn:aws:iam::000000000000:role/x']],
  ['Image', ['sagemaker-xgboost:3.2-0', 'sagemaker-sparkml-serving:3.3', 'x/kmeans:1', 'x/constructor:1', '__proto__']],
  ['ModelDataUrl', ['s3://diamonds/xgboost.tar.gz', 's3://diamonds/none', 's3://../x', 'file:///etc/passwd']],
  ['S3Uri', ['s3://diamonds/in/', 's3://diamonds/in/rows.csv', 's3://none/', 's3://diamonds/']],
  ['S3OutputPath', ['s3://diamonds/out', 's3://none/x', 's3://diamonds/../x']],
  ['DestinationS3Uri', ['s3://diamonds/captured', 's3://none/x']],
  ['InstanceType', ['ml.m5.large']],
  ['ContentType', ['text/csv', 'application/json', 'text/csv\r\nX-Evil: 1']],
  ['Accept', ['text/csv', 'application/json', 'text/\u2603']],
  ['ResourceArn', ['arn:aws:sagemaker:us-east-1:000000000000:model/chain', 'arn:aws:sagemaker:::constructor/x']],
  ['logGroupName', ['/aws/sagemaker/Endpoints/live', '/aws/sagemaker/TransformJobs']],
  ['logStreamName', ['AllTraffic/x', 'x']],
  ['nextToken', ['f/0000000000000001', 'bnVsbA', 'W10', 'WzFd', 'W1siYSIsMV1d', 'e30']],
  ['NextToken', ['bnVsbA', 'W10', 'WyJhIiwiYiJd', 'e30', 'MQ']],
  ['filterPattern', ['error', '"a b" -c ?d', '{ $.x = 1 }', '"'.repeat(50)]],
]);

const services = [
  { service: 'sagemaker', prefix: 'SageMaker', model: sagemakerModel },
  { service: 'logs', prefix: 'Logs_20140328', model: logsModel },
] as const;

/** An operation of AWS JSON 1.1 with an input that its model could have, more or less. */
export function jsonCall(random: Random): Call {
  const { service, prefix, model } = random.chance(0.75) ? services[0] : services[1];
  const operation = random.pick(Object.keys(model.operations));
  const input = model.operations[operation]?.input;
  const isEnd = /^(Delete|Update|Stop)/.test(operation);
  const value = input === undefined ? {} : shapeValue(random, { model, isEnd, depth: 0 }, [input, '']);
  const target = !random.chance(random.wildness / 4)
    ? `${prefix}.${operation}`
    : random.pick([`${prefix}.${headerText(random)}`, headerText(random), '.', `${prefix}.constructor`]);
  return {
    service,
    method: 'POST',
    path: '/',
    query: [],
    headers: [
      ['content-type', 'application/x-amz-json-1.1'],
      ['x-amz-target', target.trim() === '' ? 'x' : target],
    ],
    body: Buffer.from(!random.chance(random.wildness) ? JSON.stringify(value) : oddJson(random, value)),
  };
}

interface Walk {
  readonly model: ServiceModel;
  /** The operation takes something away: not what the other requests need. */
  readonly isEnd: boolean;
  readonly depth: number;
}

function shapeValue(random: Random, walk: Walk, [name, member]: readonly [shape: string, member: string]): unknown {
  const shape = walk.model.shapes[name];
  if (shape === undefined || walk.depth > 6) return null;
  if (random.chance(random.wildness / 4)) return random.pick([null, [], {}, 0, '', true, nastyText(random), [[]]]);
  const inner = { ...walk, depth: walk.depth + 1 };
  if (shape.type === 'structure') return structureValue(random, inner, shape);
  if (shape.type === 'list') return random.times(3, () => shapeValue(random, inner, [shape.member as string, member]));
  if (shape.type === 'map')
    return Object.fromEntries(random.times(3, () => [nastyText(random), random.chance(0.9) ? nastyText(random) : 1]));
  return scalarValue(random, shape, walk.isEnd ? `${member} to lose` : member);
}

function structureValue(random: Random, walk: Walk, shape: Shape): object {
  const members = Object.entries(shape.members ?? {}).flatMap(([name, { shape: inner }]) => {
    const isRequired = shape.required?.includes(name) === true;
    if (!random.chance(isRequired ? 1 - random.wildness / 4 : 0.15)) return [];
    return [[name, shapeValue(random, walk, [inner, name])] as const];
  });
  return Object.fromEntries(
    random.chance(random.wildness / 4) ? [...members, [nastyText(random), nastyText(random)]] : members,
  );
}

function scalarValue(random: Random, shape: Shape, member: string): unknown {
  if (shape.type === 'boolean') return random.chance(0.5);
  if (shape.type === 'string' || shape.type === 'blob') {
    const values = shape.enum ?? known.get(member) ?? known.get(member.replace(' to lose', ''));
    return values !== undefined && !random.chance(random.wildness) ? random.pick(values) : nastyText(random);
  }
  if (!random.chance(random.wildness)) return Math.max(shape.min ?? 0, 1);
  return random.pick([0, 1, 2, 1.5, -1, 2 ** 31, 2 ** 53, 1e308, -1e-300]);
}

/** What `JSON.stringify` would not write. */
function oddJson(random: Random, value: unknown): string {
  const text = JSON.stringify(value);
  return random.pick([
    text.replace('{', '{"__proto__":{"polluted":1},'),
    text.replace('{', '{"constructor":{"prototype":{"polluted":1}},'),
    text.replace('{', `{"MaxResults":${random.pick(['1e999', '-0', '01', '1.', '12345678901234567890'])},`),
    text.slice(0, random.below(text.length + 1)),
    `${'['.repeat(random.below(200))}${text}`,
    `\ufeff${text}`,
    text.replaceAll('"', "'"),
    `${text}${text}`,
    '',
    'null',
    '[]',
    '"x"',
    text.replaceAll('a', '\\ud800'),
  ]);
}
