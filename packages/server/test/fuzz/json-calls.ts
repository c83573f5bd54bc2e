import {
  applicationAutoscalingModel,
  cloudwatchModel,
  emrModel,
  glueModel,
  logsModel,
  sagemakerModel,
} from '../../src/contract/models.ts';
import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { inputOf } from './shape-value.ts';
import { headerText } from './texts.ts';

const services = [
  { share: 40, service: 'sagemaker', prefix: 'SageMaker', model: sagemakerModel, version: '1.1' },
  { share: 10, service: 'elasticmapreduce', prefix: 'ElasticMapReduce', model: emrModel, version: '1.1' },
  { share: 10, service: 'glue', prefix: 'AWSGlue', model: glueModel, version: '1.1' },
  { share: 15, service: 'logs', prefix: 'Logs_20140328', model: logsModel, version: '1.1' },
  {
    share: 15,
    service: 'application-autoscaling',
    prefix: 'AnyScaleFrontendService',
    model: applicationAutoscalingModel,
    version: '1.1',
  },
  {
    share: 10,
    service: 'monitoring',
    prefix: 'GraniteServiceVersion20100801',
    model: cloudwatchModel,
    version: '1.0',
  },
] as const;

/** An operation of AWS JSON with an input that its model could have, more or less. */
export function jsonCall(random: Random): Call {
  const { service, prefix, model, version } = random.share(services);
  const operation = random.pick(Object.keys(model.operations));
  const value = inputOf(random, { model, time: (seconds) => seconds }, operation);
  const target = !random.chance(random.wildness / 4)
    ? `${prefix}.${operation}`
    : random.pick([`${prefix}.${headerText(random)}`, headerText(random), '.', `${prefix}.constructor`]);
  return {
    surface: `JSON of ${service}`,
    service,
    method: 'POST',
    path: '/',
    query: [],
    headers: [
      ['content-type', `application/x-amz-json-${version}`],
      ['x-amz-target', target.trim() === '' ? 'x' : target],
      ...(random.chance(0.1) ? [['x-amzn-query-mode', 'true'] as const] : []),
    ],
    body: Buffer.from(!random.chance(random.wildness) ? JSON.stringify(value) : oddJson(random, value)),
  };
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
