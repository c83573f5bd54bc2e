import type { IncomingMessage } from 'node:http';
import type { Answer, Exchange, Protocol } from '../../../src/entry/http/exchange.ts';
import { awsJson } from '../../../src/entry/http/protocols/aws-json.ts';
import { awsQuery } from '../../../src/entry/http/protocols/aws-query.ts';
import { bindOperations, findBinding } from '../../../src/entry/http/protocols/http-binding.ts';
import { restJson1 } from '../../../src/entry/http/protocols/rest-json-1.ts';
import { resourcesProtocol } from '../../../src/entry/http/protocols/rest-json-resources.ts';
import { rpcV2Cbor } from '../../../src/entry/http/protocols/rpc-v2-cbor.ts';
import type { ModelledService } from '../../../src/operations/service.ts';
import type { CaseSuite, ProtocolCase } from '../../support/find-protocol-cases.ts';
import { serviceOf } from './case-model.ts';

/** The server's code of each protocol, over the model of a case. */
export interface Carrier {
  readonly decode: (suite: CaseSuite, found: ProtocolCase) => unknown;
  readonly encode: (suite: CaseSuite, found: ProtocolCase) => Answer;
}

/** What is known of a request that is a case. */
interface Sent {
  readonly service: ModelledService;
  readonly operation: ModelledService['operations'][string];
  readonly exchange: Exchange;
  readonly body: Buffer;
}

function sentOf(suite: CaseSuite, found: ProtocolCase, encoding: 'utf8' | 'base64' = 'utf8'): Sent {
  const service = serviceOf(suite, found);
  const { method = 'POST', uri, headers: given = {}, body = '' } = found.serialized ?? { uri: '/' };
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const request = { method, url: uri, headers } as unknown as IncomingMessage;
  const context = { unknownMembers: { note: () => undefined } };
  const exchange = { requestId: 'id', request, context } as unknown as Exchange;
  const operation = service.operations[found.given.name];
  if (operation === undefined) throw new Error('a case without its operation');
  return { service, operation, exchange, body: Buffer.from(body, encoding) };
}

/** An answer of what the case gives, by a protocol. */
function answerBy(protocol: Protocol<never>, asked: object, { exchange }: Sent, found: ProtocolCase): Answer {
  if (found.error === undefined)
    return protocol.encode(asked as never, found.given.output === undefined ? undefined : found.result, exchange);
  const { errorCode = '', errorMessage = '', error, response } = found;
  const message = errorMessage === '' ? String(Object.values(error)[0] ?? '') : errorMessage;
  return protocol.encodeError({ status: response?.status_code ?? 400, code: errorCode, message }, exchange);
}

/** Protocols whose cases differ in what is known of the operation. */
const carrier = (
  protocol: Protocol<never>,
  { facts = () => ({}), encoding }: { facts?: (sent: Sent) => object; encoding?: 'base64' },
): Carrier => ({
  decode(suite, found) {
    const sent = sentOf(suite, found, encoding);
    const { service, operation, exchange, body } = sent;
    const received = { exchange, body } as Parameters<typeof protocol.decode>[1];
    return protocol.decode({ service, operation, ...facts(sent) } as never, received);
  },
  encode(suite, found) {
    const sent = sentOf(suite, found);
    const { service, operation } = sent;
    return answerBy(protocol, { service, operation, ...facts(sent) }, sent, found);
  },
});

const json = carrier(awsJson as Protocol<never>, { facts: () => ({ version: '1.1', refusal: 'ValidationException' }) });

const query = carrier(awsQuery as Protocol<never>, {
  facts: ({ body }) => ({ form: new URLSearchParams(body.toString()), namespace: 'cases', isChecked: true }),
});

/** Predictions: members in path and headers, and the body as it is. */
const runtime = carrier(restJson1 as Protocol<never>, {
  facts({ service, exchange }) {
    const { method, url = '' } = exchange.request;
    const found = findBinding(bindOperations(service), method, url.split('?')[0] ?? '');
    return found ?? { binding: bindOperations(service)[0], parts: [] };
  },
});

/** Resources: members in path, query and a body of JSON. */
const resources: Carrier = {
  decode(suite, found) {
    const { service, exchange, body } = sentOf(suite, found);
    const protocol = resourcesProtocol(service);
    const asked = protocol.find(exchange.request);
    if (asked === undefined) throw new Error('no operation is there');
    return protocol.decode(asked, { exchange, body } as Parameters<typeof protocol.decode>[1]);
  },
  encode(suite, found) {
    const sent = sentOf(suite, found);
    return answerBy(resourcesProtocol(sent.service) as Protocol<never>, sent, sent, found);
  },
};

const hasBytes = ({ shapes }: CaseSuite, { given }: ProtocolCase) =>
  [given.input, given.output].some((of) => {
    const { payload, members = {} } = shapes[of?.shape ?? ''] ?? { members: {} };
    return payload !== undefined || Object.values(members).some(({ location }) => location === 'header');
  });

/** The body of an answer of a prediction is bytes. */
function withBytes({ shapes }: CaseSuite, found: ProtocolCase): ProtocolCase {
  const { payload } = shapes[found.given.output?.shape ?? ''] ?? {};
  if (payload === undefined) return found;
  return { ...found, result: { ...found.result, [payload]: Buffer.from(String(found.result?.[payload] ?? '')) } };
}

const rest: Carrier = {
  decode: (suite, found) => (hasBytes(suite, found) ? runtime : resources).decode(suite, found),
  encode: (suite, found) =>
    hasBytes(suite, found) ? runtime.encode(suite, withBytes(suite, found)) : resources.encode(suite, found),
};

export const carriers: Readonly<Record<string, Carrier>> = {
  json,
  json_1_0: json,
  'json_1_0-query-compatible': json,
  query,
  'rest-json': rest,
  'smithy-rpc-v2-cbor': carrier(rpcV2Cbor as Protocol<never>, { encoding: 'base64' }),
};
