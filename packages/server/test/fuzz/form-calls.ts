import { cloudwatchModel, iamModel, stsModel } from '../../src/contract/models.ts';
import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { inputOf } from './shape-value.ts';
import { encode, nastyText } from './texts.ts';

const services = [
  { share: 25, service: 'sts', model: stsModel },
  { share: 25, service: 'iam', model: iamModel },
  { share: 50, service: 'monitoring', model: cloudwatchModel },
] as const;

/** An operation of AWS Query: a form with names as paths. */
export function formCall(random: Random): Call {
  const { service, model } = random.share(services);
  const operation = random.pick(Object.keys(model.operations));
  const time = (seconds: number) => (Math.abs(seconds) < 8e12 ? new Date(seconds * 1000).toISOString() : seconds);
  const action = random.chance(random.wildness)
    ? random.pick(['constructor', '__proto__', 'AssumeRole', nastyText(random)])
    : operation;
  const fields: [string, string][] = [
    ['Action', action],
    ['Version', '2010-08-01'],
    ...fieldsOf('', inputOf(random, { model, time }, operation)),
    ...(random.chance(random.wildness * 3) ? random.times(3, () => oddField(random)) : []),
  ];
  return {
    surface: `form of ${service}`,
    service,
    method: 'POST',
    path: '/',
    query: [],
    headers: [['content-type', 'application/x-www-form-urlencoded; charset=utf-8']],
    body: Buffer.from(fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')),
  };
}

/** As Smithy's "AWS Query protocol" writes an input. */
function fieldsOf(path: string, value: unknown): [string, string][] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldsOf(at(`member.${index + 1}`), item));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, member]) => fieldsOf(at(name), member));
  return [[path, String(value)]];
}

function oddField(random: Random): [string, string] {
  const name = random.pick([
    '__proto__.constructor',
    'MetricData.member.999999999.MetricName',
    'MetricData.member.-1',
    'MetricData.member.1e9',
    'MetricData',
    'MetricData..member',
    'a.'.repeat(100),
    `ActionNames.member.${random.below(3)}`,
    nastyText(random),
  ]);
  return [name, nastyText(random)];
}
