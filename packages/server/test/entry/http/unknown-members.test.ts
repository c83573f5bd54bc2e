import { expect, it } from 'vitest';
import { sagemakerModel } from '../../../src/contract/models.ts';
import { cbor } from '../../../src/entry/http/cbor.ts';
import { awsJson } from '../../../src/entry/http/protocols/aws-json.ts';
import { rpcV2Cbor } from '../../../src/entry/http/protocols/rpc-v2-cbor.ts';
import { UnknownMembers } from '../../../src/entry/http/unknown-members.ts';

it('UnknownMembers warns of each member once, and not without end', () => {
  const lines: object[] = [];
  const unknown = new UnknownMembers({ warn: (facts: object) => void lines.push(facts) } as never);
  const note = (input: object) =>
    unknown.note({
      model: sagemakerModel,
      shape: 'CreateModelInput',
      operation: 'CreateModel',
      input,
      requestId: 'id-1',
    });
  note({ Containers: [{ Enviroment: {} }, { Enviroment: {} }] });
  note({ Containers: [{}, {}, { Enviroment: {} }] });
  expect(lines).toEqual([
    { operation: 'CreateModel', member: 'Containers[0].Enviroment', didYouMean: 'Environment', requestId: 'id-1' },
  ]);
  for (let at = 0; at < 3_000; at++) note({ [`x${at}`]: 1 });
  expect(lines).toHaveLength(1_000);
});

const service = 'GraniteServiceVersion20100801';
const given = { Namespace: 'AWS/SageMaker', MetricNam: 'Invocations' };

it.each([
  {
    protocol: awsJson,
    request: { method: 'POST', url: '/', headers: { 'x-amz-target': `${service}.ListMetrics` } },
    body: Buffer.from(JSON.stringify(given)),
  },
  {
    protocol: rpcV2Cbor,
    request: { method: 'POST', url: `/service/${service}/operation/ListMetrics`, headers: {} },
    body: cbor.encode(given),
  },
])('a member that CloudWatch does not know is warned of and left out: $request.url', ({ protocol, request, body }) => {
  const lines: object[] = [];
  const unknownMembers = new UnknownMembers({ warn: (facts: object) => void lines.push(facts) } as never);
  const exchange = { request, requestId: 'id-1', context: { unknownMembers } };
  const input = protocol.decode(protocol.find(request as never, undefined) as never, { exchange, body } as never);
  expect(input).toEqual({ Namespace: 'AWS/SageMaker' });
  expect(lines).toEqual([
    { operation: 'ListMetrics', member: 'MetricNam', didYouMean: 'MetricName', requestId: 'id-1' },
  ]);
});
