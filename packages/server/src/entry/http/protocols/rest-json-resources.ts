import { own } from '@catenary/scoring/internal/names';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ServiceModel, Shape } from '../../../contract/shape.ts';
import { emrServerlessOperations } from '../../../operations/emr-serverless/operations.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { isObject } from '../../../util/is-object.ts';
import type { AskedOperation, Protocol } from '../exchange.ts';
import { parseJson } from '../parse-json.ts';
import { plainBody } from '../plain-body.ts';
import { toServiceError } from '../to-service-error.ts';
import { jsonAnswer } from './content-answer.ts';
import { controlBody } from './control-body.ts';
import { bindOperations, decodeLabel, findBinding, type HttpBinding } from './http-binding.ts';
import { takeInput } from './take-input.ts';

interface Asked extends AskedOperation {
  readonly service: ModelledService;
  readonly refusal: 'ValidationException';
  /** The members that stand in the path, and in the query. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** HTTP statuses of errors that the service has otherwise than others. */
const statuses: Readonly<Record<string, number>> = { ResourceNotFoundException: 404, ConflictException: 409 };

/** REST-JSON of a control API: members in path and query, the others in a body of JSON (Smithy, "AWS restJson1 protocol"). */
export function resourcesProtocol(service: ModelledService): Protocol<Asked> {
  const bindings = bindOperations(service);
  return {
    services: [service],
    wholeBody: controlBody,
    find: ({ method, url = '' }) => findAsked({ service, bindings }, `${method}`, url),
    decode(asked, { exchange, body }) {
      const plain = plainBody(exchange.request, body);
      const content = plain.length === 0 ? {} : parseJson(plain);
      if (!isObject(content)) throw new ServiceError('SerializationException', 'The body must be an object of JSON.');
      return takeInput(asked, { ...content, ...asked.members }, exchange);
    },
    encode: (_asked, output, exchange) => jsonAnswer(exchange, { status: 200, content: output ?? {} }),
    refusalOf: toServiceError,
    encodeError({ status, code, message }, exchange) {
      const headers = { 'x-amzn-ErrorType': code };
      return jsonAnswer(exchange, { status: own(statuses, code) ?? status, content: { message }, headers });
    },
  };
}

export const restJsonResources = resourcesProtocol(emrServerlessOperations);

interface Bound {
  readonly service: ModelledService;
  readonly bindings: readonly HttpBinding[];
}

function findAsked({ service, bindings }: Bound, method: string, url: string): Asked {
  const [path = '', ...query] = url.split('?');
  const found = findBinding(bindings, method, path);
  if (found === undefined) throw nothingAt(`${method} ${path.slice(0, 300)}`, service);
  const { operation, labels } = found.binding;
  const inPath = labels.map((label) => [label.name, decodeLabel(label, found.parts, 'ValidationException')]);
  const members = { ...queryOf(service.model, operation, query.join('?')), ...Object.fromEntries(inPath) };
  return { service, operation, refusal: 'ValidationException', members };
}

function nothingAt(place: string, { signingName }: ModelledService): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `There is nothing at ${place} for requests that are signed for ${signingName}; docs/api-coverage.md lists what there is.`,
  );
}

/** The members of a query: what is no number stays a text, which the model's check refuses. */
function queryOf(model: ServiceModel, operation: Operation, query: string): Record<string, unknown> {
  const members = Object.entries(own(model.shapes, operation.input ?? '')?.members ?? {});
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    members.flatMap(([name, member]): [string, unknown][] => {
      const texts = member.location === 'querystring' ? given.getAll(member.locationName ?? name) : [];
      return texts.length === 0 ? [] : [[name, valueOf(model, member.shape, texts)]];
    }),
  );
}

function valueOf(model: ServiceModel, shapeName: string, texts: readonly string[]): unknown {
  const shape = own(model.shapes, shapeName);
  if (shape?.type === 'list') return texts.map((text) => valueOf(model, shape.member ?? '', [text]));
  return scalarOf(shape?.type, texts[0] ?? '');
}

/** A text that is none of the type stays as it is. */
function scalarOf(type: Shape['type'] | undefined, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'long') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (type === 'float' || type === 'double') return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
  if (type !== 'timestamp') return text;
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : time / 1000;
}
