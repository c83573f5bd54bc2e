import { own } from '@catenary/scoring/internal/names';
import { maxFormBytes } from '../../contract/limits.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { QueryResult } from '../../operations/query-operation.ts';
import { queryOperations } from '../../operations/query/query-operations.ts';
import { requireService } from './authenticate.ts';
import { contain, internalFailureMessage } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { admitCaller, type BodyRefusal, type BodyRules, type KnownCaller, receiveBody } from './receive-body.ts';
import { writeAnswer } from './write-answer.ts';

/** The services that requests may be signed for; the action decides which one is required. */
const signingNames = [...new Set(Object.values(queryOperations).map((operation) => operation.signingName))];

const bodyRules: BodyRules = {
  signingNamesOf: () => signingNames,
  maxBytes: maxFormBytes,
  tooLarge: {
    status: 413,
    code: 'RequestEntityTooLarge',
    message: `The request body is larger than ${maxFormBytes} bytes.`,
  },
  refuse: sendError,
};

/** AWS Query: a form in, XML out. It is what STS and IAM speak. */
export const awsQuery: Protocol = {
  handle(exchange) {
    const admission = admitCaller(exchange, bodyRules);
    if (admission === undefined) return;
    const answer = contain(exchange, (caller: KnownCaller, body: Buffer) => answerQuery(exchange, caller, body));
    receiveBody(exchange, { rules: bodyRules, admission }, answer);
  },
  sendInternalError(exchange) {
    sendError(exchange, { status: 500, code: 'InternalFailure', message: internalFailureMessage(exchange) });
  },
};

function answerQuery(exchange: Exchange, caller: KnownCaller, body: Buffer): void {
  const { context, requestId } = exchange;
  const form = new URLSearchParams(body.toString('utf8'));
  const action = form.get('Action') ?? '';
  const operation = own(queryOperations, action);
  if (operation === undefined) {
    const known = Object.keys(queryOperations).join(', ');
    const message = `The action ${action.slice(0, 100)} is not one of this server's: ${known}.`;
    sendError(exchange, { status: 400, code: 'InvalidAction', message });
    return;
  }
  const identity = requireService(caller, [operation.signingName]);
  if (!identity.ok) {
    sendError(exchange, identity);
    return;
  }
  try {
    const result = operation.run(form, { region: identity.region, account: context.account });
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    const xml = `<${action}Response xmlns="${operation.namespace}"><${action}Result>${toXml(result)}</${action}Result>${metadata}</${action}Response>`;
    sendXml(exchange, 200, xml);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    sendError(exchange, error);
  }
}

function toXml(result: QueryResult): string {
  return Object.entries(result)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((item) => ({ name, item })))
    .map(
      ({ name, item }) =>
        `<${name}>${typeof item === 'object' ? toXml(item as QueryResult) : escapeText(String(item))}</${name}>`,
    )
    .join('');
}

function sendError(exchange: Exchange, { status, code, message }: BodyRefusal): void {
  const xml = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeText(message)}</Message></Error><RequestId>${exchange.requestId}</RequestId></ErrorResponse>`;
  sendXml(exchange, status, xml);
}

function sendXml({ response, requestId }: Exchange, status: number, xml: string): void {
  const body = Buffer.from(xml);
  const headers = {
    'Content-Type': 'text/xml',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  writeAnswer(response, status, headers, body);
}

function escapeText(text: string): string {
  // Characters that XML 1.0 has no way to write are left out.
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
