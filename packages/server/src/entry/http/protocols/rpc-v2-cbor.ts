import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ServiceModel } from '../../../contract/shape.ts';
import { shapeBelow } from '../../../contract/shape-below.ts';
import { cloudwatchOperations } from '../../../operations/cloudwatch/operations.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { services } from '../../../operations/services.ts';
import { cbor } from '../cbor.ts';
import { claimedScope } from '../claimed-scope.ts';
import type { AskedOperation, Protocol } from '../exchange.ts';
import { offeredServices } from '../offered-services.ts';
import { plainBody } from '../plain-body.ts';
import { toServiceError } from '../to-service-error.ts';
import { contentAnswer } from './content-answer.ts';
import { controlBody } from './control-body.ts';
import { notOffered } from './not-offered.ts';
import { queryError } from './query-error.ts';
import { takeInput } from './take-input.ts';

interface Asked extends AskedOperation {
  readonly service: ModelledService;
}

/** By the name of the service in the path: `/service/<Service>/operation/<Operation>`. */
const carried: Readonly<Record<string, ModelledService>> = { GraniteServiceVersion20100801: cloudwatchOperations };

const ofProtocol = { 'smithy-protocol': 'rpc-v2-cbor' };

/** Longer paths are cut in messages. */
const maxShownLength = 200;

/** RPC v2 CBOR, which newer clients speak to some services (Smithy, "Smithy RPC v2 CBOR protocol"): of those here to CloudWatch. */
export const rpcV2Cbor: Protocol<Asked> = {
  services,
  wholeBody: controlBody,
  find({ url = '', headers }) {
    const [, service = '', operation = ''] = /^\/service\/([^/]*)\/operation\/([^/]*)$/.exec(url) ?? [];
    const of = own(carried, service);
    const found = of === undefined ? undefined : own(of.operations, operation);
    if (of === undefined || found === undefined) throw unknownOperation(url, of, headers.authorization);
    return { service: of, operation: found };
  },
  decode(asked, { exchange, body }) {
    const plain = plainBody(exchange.request, body);
    return takeInput({ ...asked, refusal: 'ValidationError' }, plain.length === 0 ? {} : cbor.decode(plain), exchange);
  },
  encode({ service: { model }, operation: { name } }, output, exchange) {
    const { output: shape } = own(model.operations, name) ?? {};
    const content = shape === undefined ? {} : withTimes(model, shape, output);
    return contentAnswer(exchange, { status: 200, headers: ofProtocol, ...cborOf(content) });
  },
  refusalOf: toServiceError,
  encodeError({ status, code, message }, exchange) {
    const headers = { ...ofProtocol, ...queryError(status, code, exchange) };
    return contentAnswer(exchange, { status, headers, ...cborOf({ __type: code, message }) });
  },
};

export const isRpcV2Cbor = ({ headers }: IncomingMessage) => headers['smithy-protocol'] === 'rpc-v2-cbor';

function unknownOperation(url: string, of: ModelledService | undefined, authorization: string | undefined) {
  const service = claimedScope(authorization)?.service;
  const message =
    service !== undefined && !offeredServices.has(service)
      ? offeredServices.refusalOf(service)
      : notOffered(`operation ${url.slice(0, maxShownLength)}`, of);
  return new ServiceError('UnknownOperationException', message);
}

/** Times are marked as such. */
function withTimes(model: ServiceModel, shapeName: string, value: unknown): unknown {
  const shape = own(model.shapes, shapeName);
  if (typeof value === 'number') return shape?.type === 'timestamp' ? cbor.time(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => withTimes(model, shape?.member ?? '', item));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withTimes(model, shapeBelow(shape, name) ?? '', member)]),
  );
}

const cborOf = (content: unknown) => ({ type: 'application/cbor', body: cbor.encode(content) });
