import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { ServiceError } from '../../../contract/service-error.ts';
import type { OperationModel, ServiceModel, Shape } from '../../../contract/shape.ts';
import { emrServerlessOperations } from '../../../operations/emr-serverless/operations.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { isObject } from '../../../util/is-object.ts';
import type { Answer, AskedOperation, Exchange, Protocol } from '../exchange.ts';
import { parseJson } from '../parse-json.ts';
import { plainBody } from '../plain-body.ts';
import { toServiceError } from '../to-service-error.ts';
import { controlBody } from './control-body.ts';
import { takeInput } from './take-input.ts';

/** Where an operation is: `GET /applications/{applicationId}`. */
interface Place {
  readonly operation: Operation;
  readonly method: string;
  /** Parts between slashes; one in braces is a member. */
  readonly parts: readonly string[];
}

interface Asked extends AskedOperation {
  readonly service: ModelledService;
  readonly refusal: 'ValidationException';
  /** The members that stand in the path, and in the query. */
  readonly members: Readonly<Record<string, unknown>>;
}

const service = emrServerlessOperations;
const places = Object.values(service.operations).map((operation): Place => {
  const { http } = own(service.model.operations, operation.name) as OperationModel;
  return { operation, method: http?.method ?? 'POST', parts: (http?.requestUri ?? '').split('/') };
});

/** HTTP statuses of errors that the service has otherwise than others. */
const statuses: Readonly<Record<string, number>> = { ResourceNotFoundException: 404, ConflictException: 409 };

/** REST-JSON of a control API: members in path and query, the others in a body of JSON (Smithy, "AWS restJson1 protocol"). */
export const restJsonResources: Protocol<Asked> = {
  services: [service],
  wholeBody: controlBody,
  find({ method, url = '' }: IncomingMessage) {
    const [path = '', ...query] = url.split('?');
    const parts = path.split('/');
    for (const place of places) {
      const labels = place.method === method ? labelsOf(place, parts) : undefined;
      if (labels === undefined) continue;
      const members = { ...queryOf(service.model, place.operation, query.join('?')), ...labels };
      return { service, operation: place.operation, refusal: 'ValidationException', members };
    }
    throw new ServiceError(
      'UnknownOperationException',
      `There is nothing at ${method} ${path.slice(0, 300)} for requests that are signed for ${service.signingName}; docs/api-coverage.md lists what there is.`,
    );
  },
  decode(asked, { exchange, body }) {
    const plain = plainBody(exchange.request, body);
    const content = plain.length === 0 ? {} : parseJson(plain);
    if (!isObject(content)) throw new ServiceError('SerializationException', 'The body must be an object of JSON.');
    return takeInput(asked, { ...content, ...asked.members }, exchange);
  },
  encode: (_asked, output, exchange) => jsonAnswer(200, output, exchange),
  refusalOf: toServiceError,
  encodeError({ status, code, message }, exchange) {
    const { headers, ...answer } = jsonAnswer(own(statuses, code) ?? status, { message }, exchange);
    return { ...answer, headers: { ...headers, 'x-amzn-ErrorType': code } };
  },
};

/** The members of a path; undefined if it is another place. */
function labelsOf({ parts }: Place, given: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== given.length) return undefined;
  const labels: (readonly [name: string, value: string])[] = [];
  for (const [at, part] of parts.entries()) {
    const text = given[at] ?? '';
    if (part.startsWith('{')) labels.push([part.slice(1, -1), decoded(text)]);
    else if (part !== text) return undefined;
  }
  return Object.fromEntries(labels);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServiceError('ValidationException', 'The path is not percent-encoded UTF-8.');
  }
}

/** The members of a query: what is no number stays a text, which the model's check refuses. */
function queryOf(model: ServiceModel, operation: Operation, query: string): Record<string, unknown> {
  const members = Object.entries(own(model.shapes, operation.input ?? '')?.members ?? {});
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    members.flatMap(([name, member]): [string, unknown][] => {
      const texts = member.location === 'querystring' ? given.getAll(member.locationName ?? name) : [];
      return texts.length === 0 ? [] : [[name, valueOf(own(model.shapes, member.shape), texts)]];
    }),
  );
}

function valueOf(shape: Shape | undefined, texts: readonly string[]): unknown {
  const [text = ''] = texts;
  if (shape?.type === 'list') return texts;
  if (shape?.type === 'integer') return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
  if (shape?.type !== 'timestamp') return text;
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : time / 1000;
}

function jsonAnswer(status: number, content: unknown, { requestId }: Exchange): Answer {
  const body = Buffer.from(JSON.stringify(content));
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  return { status, headers, body };
}
