import type { Call } from './call.ts';
import type { Random } from './random.ts';
import { encode, headerText, nastyText } from './texts.ts';

const row = '0.23,55,61.5,3.95,3.98,2.43,0,1,0,0,0,0,1,0,0,0,0,0,0,1,0,0,0';
const bodies = [
  row,
  `${row}\n${row}`,
  '',
  '\n',
  '1',
  '1,2,3',
  '1:1 2:3',
  '{"instances":[]}',
  '{"__proto__":1}',
  `${row},x`,
];
const types = [
  'text/csv',
  'application/json',
  'text/libsvm',
  'application/x-recordio-protobuf',
  'constructor',
  '\xff',
  ';',
];
const memberHeaders = [
  'accept',
  'x-amzn-sagemaker-custom-attributes',
  'x-amzn-sagemaker-target-model',
  'x-amzn-sagemaker-target-variant',
  'x-amzn-sagemaker-target-container-hostname',
  'x-amzn-sagemaker-inference-id',
  'x-amzn-sagemaker-session-id',
  'x-amzn-sagemaker-enable-explanations',
  'x-amzn-sagemaker-inference-component',
];

/** InvokeEndpoint. */
export function runtimeCall(random: Random): Call {
  const name = !random.chance(random.wildness)
    ? random.pick(['live', 'live', 'live', 'e1', 'none', 'constructor'])
    : nastyText(random);
  const headers: [string, string][] = random.times(2, () => {
    const value = random.chance(random.wildness * 3)
      ? headerText(random)
      : random.pick(['text/csv', 'application/json', 'AllTraffic', 'NEW_SESSION', 'constructor']);
    return [random.pick(memberHeaders), value];
  });
  return {
    service: 'sagemaker',
    method: random.chance(0.97) ? 'POST' : random.pick(['GET', 'PUT', 'HEAD', 'OPTIONS']),
    path: `/endpoints/${encode(name)}/invocations${random.chance(0.03) ? random.pick(['/', '-response-stream', '/../x', '%2f']) : ''}`,
    query: random.chance(0.05) ? [[nastyText(random), nastyText(random)]] : [],
    headers: [['content-type', random.chance(0.7) ? 'text/csv' : random.pick(types)], ...new Map(headers)],
    body: Buffer.from(!random.chance(random.wildness) ? random.pick(bodies) : nastyText(random)),
  };
}

/** What this server reports of itself. */
export function catenaryCall(random: Random): Call {
  const name = encode(random.chance(0.7) ? random.pick(['live', 'j1', 'constructor']) : nastyText(random));
  const path = random.pick([
    `/_catenary/endpoints/${name}`,
    `/_catenary/endpoints/${name}/trace`,
    `/_catenary/transform-jobs/${name}`,
    '/_catenary/health',
    '/_catenary/%zz',
    '/_catenary/endpoints/%ff',
    `/_catenary/${name}`,
  ]);
  const isTrace = path.endsWith('/trace') || random.chance(0.1);
  return {
    service: 'sagemaker',
    method: isTrace ? 'POST' : 'GET',
    path,
    query: [],
    headers: isTrace ? [['content-type', random.pick(types)]] : [],
    body: isTrace ? Buffer.from(random.pick(bodies)) : Buffer.alloc(0),
  };
}

const actions = ['GetCallerIdentity', 'GetRole', 'SimulatePrincipalPolicy', 'constructor', '__proto__', 'AssumeRole'];

/** A form of STS or IAM. */
export function queryCall(random: Random): Call {
  const fields: [string, string][] = [
    ['Action', random.chance(0.95) ? random.pick(actions) : nastyText(random)],
    ['RoleName', random.chance(0.5) ? 'role' : nastyText(random)],
    ...random.times(3, (): [string, string] => [
      random.chance(0.7) ? `ActionNames.member.${random.below(3)}` : nastyText(random),
      nastyText(random),
    ]),
  ];
  return {
    service: random.chance(0.5) ? 'sts' : 'iam',
    method: 'POST',
    path: '/',
    query: [],
    headers: [['content-type', 'application/x-www-form-urlencoded; charset=utf-8']],
    body: Buffer.from(fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')),
  };
}
