import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { maxControlBodyBytes } from '../../../contract/max-bytes.ts';
import { cloudwatchOperations } from '../../../operations/cloudwatch/operations.ts';
import { iamOperations } from '../../../operations/iam/operations.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { stsOperations } from '../../../operations/sts/operations.ts';
import type { AskedOperation, Protocol, Refusal } from '../exchange.ts';
import { plainBody } from '../plain-body.ts';
import { queryGet } from '../query-get.ts';
import { toServiceError } from '../to-service-error.ts';
import { contentAnswer } from './content-answer.ts';
import { notOffered } from './not-offered.ts';
import { queryCode } from './query-error.ts';
import { readQueryForm } from './query-form.ts';
import { escapeText, queryXml } from './query-xml.ts';
import { checkInput } from './take-input.ts';

/** A service, and the namespace of its answers. */
interface Carried {
  readonly service: ModelledService;
  readonly namespace: string;
  /** Whether inputs are checked. The operations of the others answer whatever they are asked. */
  readonly isChecked: boolean;
}

interface Asked extends AskedOperation, Carried {
  readonly service: ModelledService;
  readonly form: URLSearchParams;
}

const carried: readonly Carried[] = [
  { service: stsOperations, namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', isChecked: false },
  { service: iamOperations, namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', isChecked: false },
  { service: cloudwatchOperations, namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/', isChecked: true },
];

const signingNames = new Set(carried.map(({ service }) => service.signingName));

/** Whether a request is one of these services: a form posted to the root (S3 posts its own to a bucket), or a GET that has it as its query. */
export function isAwsQuery(request: IncomingMessage): boolean {
  if (request.method !== 'POST') return queryGet(request, signingNames) !== undefined;
  const type = request.headers['content-type'] ?? '';
  return request.url === '/' && type.startsWith('application/x-www-form-urlencoded');
}

/** AWS Query, of STS, IAM and CloudWatch: a form in, by POST or as a query of GET, XML out (Smithy, "AWS Query protocol"). */
export const awsQuery: Protocol<Asked> = {
  services: carried.map(({ service }) => service),
  wholeBody: {
    maxBytes: maxControlBodyBytes,
    tooLarge: {
      status: 413,
      code: 'RequestEntityTooLarge',
      message: `The request body is larger than ${maxControlBodyBytes} bytes.`,
    },
  },
  find(request, body) {
    const form = formOf(request, body);
    if (form === undefined) return undefined;
    const action = form.get('Action') ?? '';
    for (const each of carried) {
      const operation = own(each.service.operations, action);
      if (operation !== undefined) return { ...each, operation, form };
    }
    const version = form.get('Version') ?? '';
    const of = carried.find(({ namespace }) => namespace.endsWith(`/doc/${version}/`));
    throw new UnknownActionError(notOffered(`action ${action.slice(0, 100)}`, of?.service));
  },
  decode({ service: { model }, operation: { input: shape }, isChecked, form }) {
    if (shape === undefined) return {};
    const input = readQueryForm(form, model, shape);
    if (isChecked) checkInput(model, { shape, refusal: 'ValidationError' }, input);
    return input;
  },
  encode({ service: { model }, operation: { name }, namespace }, output, exchange) {
    const metadata = `<ResponseMetadata><RequestId>${exchange.requestId}</RequestId></ResponseMetadata>`;
    const { output: shape } = own(model.operations, name) ?? {};
    const result = shape === undefined ? '' : `<${name}Result>${queryXml(model, shape, output)}</${name}Result>`;
    const body = `<${name}Response xmlns="${namespace}">${result}${metadata}</${name}Response>`;
    return contentAnswer(exchange, { status: 200, type: 'text/xml', body });
  },
  refusalOf: (error): Refusal | undefined => (error instanceof UnknownActionError ? error : toServiceError(error)),
  encodeError({ status, code, message }, exchange) {
    const type = status < 500 ? 'Sender' : 'Receiver';
    const error = `<Error><Type>${type}</Type><Code>${queryCode(code)}</Code><Message>${escapeText(message)}</Message></Error>`;
    const body = `<ErrorResponse xmlns="${carried[0]?.namespace}">${error}<RequestId>${exchange.requestId}</RequestId></ErrorResponse>`;
    return contentAnswer(exchange, { status, type: 'text/xml', body });
  },
};

/** A GET has it in its address, as presigned URLs have; a POST in its body. */
function formOf(request: IncomingMessage, body: Buffer | undefined): URLSearchParams | undefined {
  if (request.method === 'GET') return queryGet(request, signingNames);
  return body === undefined ? undefined : new URLSearchParams(plainBody(request, body).toString('utf8'));
}

class UnknownActionError extends Error {
  readonly status = 400;
  readonly code = 'InvalidAction';
}
