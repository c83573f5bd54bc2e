import { credentials } from '../support/start-server.ts';
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
  ['accept', ['text/csv', 'application/json', 'constructor']],
  ['x-amzn-sagemaker-custom-attributes', ['a=b', 'constructor']],
  ['x-amzn-sagemaker-target-model', ['a.tar.gz', 'constructor']],
  ['x-amzn-sagemaker-target-variant', ['AllTraffic', 'shadow', 'constructor']],
  ['x-amzn-sagemaker-target-container-hostname', ['first', 'constructor']],
  ['x-amzn-sagemaker-inference-id', ['1', 'constructor']],
  ['x-amzn-sagemaker-session-id', ['NEW_SESSION', 'x']],
  ['x-amzn-sagemaker-enable-explanations', ['true', '`x`']],
  ['x-amzn-sagemaker-inference-component', ['x']],
  ['x-catenary-ledger', ['1', '1', '0', 'read;dur=1']],
  ['traceparent', ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-0-0-0', 'ff-']],
] as const;
const asyncHeaders = [
  [
    'x-amzn-sagemaker-inputlocation',
    ['s3://diamonds/in/rows.csv', 's3://diamonds/none', 's3://../x', 'file:///etc/passwd'],
  ],
  ['x-amzn-sagemaker-requestttlseconds', ['60', '21600', '0', '1e9', '-1']],
  ['x-amzn-sagemaker-invocationtimeoutseconds', ['1', '3600', '0', 'x']],
  ['x-amzn-sagemaker-s3outputpathextension', ['a', '../x', 'constructor']],
  ['x-amzn-sagemaker-filename', ['a', '../x']],
  ['x-amzn-sagemaker-content-type', ['text/csv', 'text/\xff']],
] as const;
const invocations = [
  { share: 60, path: 'invocations', headers: memberHeaders },
  { share: 15, path: 'invocations-response-stream', headers: memberHeaders },
  { share: 20, path: 'async-invocations', headers: [...memberHeaders, ...asyncHeaders, ...asyncHeaders] },
  { share: 1, path: 'invocations/', headers: memberHeaders },
  { share: 1, path: 'invocations/../x', headers: memberHeaders },
  { share: 1, path: 'invocations%2f', headers: memberHeaders },
] as const;

/** InvokeEndpoint, InvokeEndpointAsync and InvokeEndpointWithResponseStream. */
export function runtimeCall(random: Random): Call {
  const { path, headers: taken } = random.share(invocations);
  const isAsync = path === 'async-invocations';
  const usual = isAsync ? ['async', 'async', 'async', 'live'] : ['live', 'live', 'live', 'live', 'shadowed', 'async'];
  const name = !random.chance(random.wildness)
    ? random.pick([...usual, 'e1', 'none', 'constructor'])
    : nastyText(random);
  const headers = random.times(isAsync ? 4 : 2, (): [string, string] => {
    const [header, values] = random.pick<readonly [string, readonly string[]]>(taken);
    return [header, random.chance(random.wildness * 3) ? headerText(random) : random.pick(values)];
  });
  if (isAsync && random.chance(0.7)) headers.push(['x-amzn-sagemaker-inputlocation', 's3://diamonds/in/rows.csv']);
  return {
    surface: /^[a-z-]+$/.test(path) ? path : 'odd paths',
    service: 'sagemaker',
    method: random.chance(0.97) ? 'POST' : random.pick(['GET', 'PUT', 'HEAD', 'OPTIONS']),
    path: `/endpoints/${encode(name)}/${path}`,
    query: random.chance(0.05) ? [[nastyText(random), nastyText(random)]] : [],
    headers: [['content-type', random.chance(0.7) ? 'text/csv' : random.pick(types)], ...new Map(headers)],
    body:
      isAsync && random.chance(0.9)
        ? Buffer.alloc(0)
        : Buffer.from(!random.chance(random.wildness) ? random.pick(bodies) : nastyText(random)),
  };
}

/** What this server reports of itself. */
export function catenaryCall(random: Random): Call {
  if (random.chance(0.15)) return scrape(random);
  const name = encode(random.chance(0.7) ? random.pick(['live', 'shadowed', 'j1', 'constructor']) : nastyText(random));
  const path = random.pick([
    `/_catenary/endpoints/${name}`,
    `/_catenary/endpoints/${name}/trace`,
    `/_catenary/endpoints/${name}/shadow`,
    `/_catenary/transform-jobs/${name}`,
    '/_catenary/health',
    '/_catenary/health/ready',
    '/_catenary/%zz',
    '/_catenary/endpoints/%ff',
    `/_catenary/${name}`,
  ]);
  const isTrace = path.endsWith('/trace') || random.chance(0.1);
  return {
    surface: isTrace ? 'traces' : 'reports',
    service: 'sagemaker',
    method: isTrace ? 'POST' : 'GET',
    path,
    query: [],
    headers: isTrace ? [['content-type', random.pick(types)], ...ledger(random)] : [],
    body: isTrace ? Buffer.from(random.pick(bodies)) : Buffer.alloc(0),
  };
}

const ledger = (random: Random): [string, string][] => (random.chance(0.5) ? [['x-catenary-ledger', '1']] : []);

/** As Prometheus asks: with a password, which may be right. */
function scrape(random: Random): Call {
  const { accessKeyId, secretAccessKey } = credentials;
  const password = random.chance(0.6)
    ? `${accessKeyId}:${secretAccessKey}`
    : random.pick(['', ':', `${accessKeyId}:`, 'constructor:x', '__proto__:', nastyText(random)]);
  const scheme = random.chance(0.9) ? 'Basic' : random.pick(['Bearer', 'basic', '']);
  return {
    surface: 'metrics',
    service: 'sagemaker',
    method: random.chance(0.9) ? 'GET' : 'HEAD',
    path: random.chance(0.95) ? '/metrics' : '/metrics/',
    query: random.chance(0.05) ? [['x', nastyText(random)]] : [],
    headers: [
      ['authorization', `${scheme} ${Buffer.from(password).toString('base64')}`],
      ['accept', random.pick(['*/*', 'application/openmetrics-text;version=1.0.0', headerText(random)])],
    ],
    body: Buffer.alloc(0),
  };
}
