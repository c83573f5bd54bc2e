import type { ServiceModel, Shape } from '../../src/contract/shape.ts';
import type { Random } from './random.ts';
import { nastyText } from './texts.ts';

const now = 1_750_000_000;
const group = 'arn:aws:sagemaker:us-east-1:000000000000:model-package-group/g1';
const modelPackage = 'arn:aws:sagemaker:us-east-1:000000000000:model-package/g1/1';
const alarm = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a1';
const target = 'arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target/x';

/** Values with which an operation gets somewhere, by the name of the member. `fuzz-server.ts` makes what they name. */
const known: ReadonlyMap<string, readonly (string | number)[]> = new Map<string, readonly (string | number)[]>([
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
  ['S3FailurePath', ['s3://diamonds/failed', 's3://none/x']],
  ['DestinationS3Uri', ['s3://diamonds/captured', 's3://none/x']],
  ['InstanceType', ['ml.m5.large']],
  ['ContentType', ['text/csv', 'application/json', 'text/csv\r\nX-Evil: 1']],
  ['Accept', ['text/csv', 'application/json', 'text/\u2603']],
  ['ResourceArn', ['arn:aws:sagemaker:us-east-1:000000000000:model/chain', group, 'arn:aws:sagemaker:::constructor/x']],
  ['ModelPackageGroupName', ['g1', 'g2', group]],
  ['ModelPackageGroupName to lose', ['g2']],
  ['ModelPackageName', [modelPackage, 'p1', 'constructor']],
  ['ModelPackageName to lose', ['p1', `${modelPackage}0`]],
  ['ModelPackageArn', [modelPackage]],
  ['logGroupName', ['/aws/sagemaker/Endpoints/live', '/aws/sagemaker/TransformJobs']],
  ['logStreamName', ['AllTraffic/x', 'x']],
  ['nextToken', ['f/0000000000000001', 'bnVsbA', 'W10', 'WzFd', 'W1siYSIsMV1d', 'e30']],
  ['NextToken', ['bnVsbA', 'W10', 'WyJhIiwiYiJd', 'e30', 'MQ']],
  ['filterPattern', ['error', '"a b" -c ?d', '{ $.x = 1 }', '"'.repeat(50)]],
  ['Namespace', ['AWS/SageMaker', '/aws/sagemaker/Endpoints', 'Own', 'constructor']],
  ['MetricName', ['Invocations', 'ModelLatency', 'm', '__proto__']],
  ['Name', ['EndpointName', 'VariantName', 'constructor']],
  ['AlarmName', ['a1', 'a2', 'a3']],
  ['AlarmNames', ['a1', 'a2', 'a3']],
  ['AlarmNames to lose', ['a2', 'a3']],
  ['Id', ['m1', 'm2', 'e1']],
  ['Expression', ['m1', 'SUM(METRICS())', 'm1/m2', 'IF(m1, 1, 0)', 'm1*(', '('.repeat(200)]],
  ['Period', [60, 300, 10, 1]],
  ['StartTime', [now - 3600, 0]],
  ['EndTime', [now, 4e9]],
  ['Timestamp', [now, Math.trunc(Date.now() / 1000)]],
  ['ResourceARN', [alarm, target]],
  ['ServiceNamespace', ['sagemaker', 'sagemaker', 'sagemaker', 'ecs']],
  ['ScalableDimension', ['sagemaker:variant:DesiredInstanceCount', 'sagemaker:variant:DesiredProvisionedConcurrency']],
  ['ResourceId', ['endpoint/live/variant/AllTraffic', 'endpoint/e1/variant/AllTraffic', 'endpoint/x', '__proto__']],
  ['PolicyName', ['p1', 'p2']],
  ['ScheduledActionName', ['s1', 's2']],
  [
    'Schedule',
    ['rate(5 minutes)', 'cron(0 18 * * ? *)', 'at(2030-01-01T00:00:00)', 'cron(* * * * * *', 'rate(0 days)'],
  ],
  ['Timezone', ['Europe/Berlin', 'UTC', 'Nowhere/None']],
]);

/** An input to make: of which model, and what becomes of its times. */
export interface InputMaker {
  readonly model: ServiceModel;
  /** A time as the protocol has it; `seconds` since 1970. */
  readonly time: (seconds: number) => unknown;
}

interface Walk extends InputMaker {
  /** The operation takes something away: not what the other requests need. */
  readonly isEnd: boolean;
  readonly depth: number;
}

/** An input that the model of an operation could have, more or less. */
export function inputOf(random: Random, maker: InputMaker, operation: string): unknown {
  const input = maker.model.operations[operation]?.input;
  const isEnd = /^(Delete|Update|Stop|Deregister)/.test(operation);
  return input === undefined ? {} : shapeValue(random, { ...maker, isEnd, depth: 0 }, [input, '']);
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
  const value = scalarValue(random, shape, walk.isEnd ? `${member} to lose` : member);
  return shape.type === 'timestamp' && typeof value === 'number' ? walk.time(value) : value;
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
  const values = known.get(member) ?? known.get(member.replace(' to lose', '')) ?? shape.enum;
  if (values !== undefined && !random.chance(random.wildness)) return random.pick(values);
  if (shape.type === 'string' || shape.type === 'blob') return nastyText(random);
  if (!random.chance(random.wildness)) return Math.max(shape.min ?? 0, 1);
  return random.pick([0, 1, 2, 1.5, -1, 2 ** 31, 2 ** 53, 1e308, -1e-300]);
}
