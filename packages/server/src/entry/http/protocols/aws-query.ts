import { own } from '@catenary/scoring/internal/names';
import { maxFormBytes } from '../../../contract/max-bytes.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ServiceModel } from '../../../contract/shape.ts';
import { iamOperations } from '../../../operations/iam/operations.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { stsOperations } from '../../../operations/sts/operations.ts';
import type { Answer, AskedOperation, Exchange, Protocol, Refusal } from '../exchange.ts';

interface Asked extends AskedOperation {
  readonly service: ModelledService;
  readonly namespace: string;
  readonly form: URLSearchParams;
}

/** The services, and the namespaces of their answers. */
const carried = [
  { service: stsOperations, namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  { service: iamOperations, namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
] as const;

/** AWS Query, of STS and IAM: a form in, XML out (Smithy, "AWS Query protocol"). */
export const awsQuery: Protocol<Asked> = {
  services: carried.map(({ service }) => service),
  wholeBody: {
    maxBytes: maxFormBytes,
    tooLarge: {
      status: 413,
      code: 'RequestEntityTooLarge',
      message: `The request body is larger than ${maxFormBytes} bytes.`,
    },
  },
  find(_request, body) {
    if (body === undefined) return undefined;
    const form = new URLSearchParams(body.toString('utf8'));
    const action = form.get('Action') ?? '';
    for (const each of carried) {
      const operation = own(each.service.operations, action);
      if (operation !== undefined) return { ...each, operation, form };
    }
    throw new UnknownActionError(action);
  },
  decode: ({ service, operation, form }) => readForm(form, service.model, operation.input),
  encode({ operation: { name }, namespace }, output, exchange) {
    const metadata = `<ResponseMetadata><RequestId>${exchange.requestId}</RequestId></ResponseMetadata>`;
    const result = `<${name}Result>${toXml(output as Result)}</${name}Result>`;
    return xmlAnswer(200, `<${name}Response xmlns="${namespace}">${result}${metadata}</${name}Response>`, exchange);
  },
  refusalOf(error): Refusal | undefined {
    return error instanceof ServiceError || error instanceof UnknownActionError ? error : undefined;
  },
  encodeError({ status, code, message }, exchange) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeText(message)}</Message></Error>`;
    const xml = `<ErrorResponse xmlns="${carried[0].namespace}">${error}<RequestId>${exchange.requestId}</RequestId></ErrorResponse>`;
    return xmlAnswer(status, xml, exchange);
  },
};

class UnknownActionError extends Error {
  readonly status = 400;
  readonly code = 'InvalidAction';

  constructor(action: string) {
    const known = carried.flatMap(({ service }) => Object.keys(service.operations)).join(', ');
    super(`The action ${action.slice(0, 100)} is not offered by this server, which has ${known}.`);
  }
}

/**
 * The members of an input, texts and lists of texts (`ActionNames.member.1`): no operation here takes others. Their
 * constraints are not checked: the operations answer whatever they are asked.
 */
function readForm(form: URLSearchParams, { shapes }: ServiceModel, input = ''): Readonly<Record<string, unknown>> {
  const members = Object.entries(own(shapes, input)?.members ?? {}).flatMap(([name, member]): [string, unknown][] => {
    if (own(shapes, member.shape)?.type !== 'list') return form.has(name) ? [[name, form.get(name)]] : [];
    const prefix = `${name}.member.`;
    const items = [...form].filter(([key]) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)));
    return items.length === 0 ? [] : [[name, items.map(([, value]) => value)]];
  });
  return Object.fromEntries(members);
}

/** The members of an output. */
interface Result {
  readonly [name: string]: Value;
}
type Value = string | number | boolean | Result | readonly Value[];

function toXml(result: Result): string {
  return Object.entries(result)
    .map(([name, value]) => `<${name}>${valueToXml(value)}</${name}>`)
    .join('');
}

function valueToXml(value: Value): string {
  if (isList(value)) return value.map((item) => `<member>${valueToXml(item)}</member>`).join('');
  return typeof value === 'object' ? toXml(value) : escapeText(String(value));
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function xmlAnswer(status: number, xml: string, { requestId }: Exchange): Answer {
  const body = Buffer.from(xml);
  const headers = {
    'Content-Type': 'text/xml',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  return { status, headers, body };
}

function escapeText(text: string): string {
  // Characters that XML 1.0 has no way to write are left out.
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
