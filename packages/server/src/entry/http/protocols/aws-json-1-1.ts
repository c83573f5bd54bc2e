import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { checkShape, describeFailures, WrongTypeError } from '../../../contract/check-shape.ts';
import { findRefusedMember } from '../../../contract/find-refused-member.ts';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import { logsOperations } from '../../../operations/logs/operations.ts';
import { sagemakerOperations } from '../../../operations/sagemaker/operations.ts';
import type { ModelledService } from '../../../operations/service.ts';
import type { Answer, AskedOperation, Exchange, Protocol } from '../exchange.ts';
import { parseJson } from '../parse-json.ts';
import { toServiceError } from '../to-service-error.ts';
import { controlBody } from './control-body.ts';

/** A service, and what it calls an input that breaks its model's constraints. */
interface Carried {
  readonly service: ModelledService;
  readonly refusal: ServiceErrorCode;
}

interface Asked extends AskedOperation {
  readonly carried: Carried;
}

/** By the part of `X-Amz-Target` before the point. */
const carried: Readonly<Record<string, Carried>> = {
  SageMaker: { service: sagemakerOperations, refusal: 'ValidationException' },
  Logs_20140328: { service: logsOperations, refusal: 'InvalidParameterException' },
};

const services = Object.values(carried).map(({ service }) => service);

/** AWS JSON 1.1, of the control plane and logs: the operation in a header, its input and output as JSON (Smithy). */
export const awsJson11: Protocol<Asked> = {
  services,
  wholeBody: controlBody,
  find({ method, url, headers }: IncomingMessage) {
    if (method !== 'POST' || url !== '/')
      throw new ServiceError('UnknownOperationException', 'Operations are POSTed to /.');
    const target = headers['x-amz-target'] as string;
    const point = target.indexOf('.');
    const of = own(carried, target.slice(0, Math.max(0, point)));
    const operation = of === undefined ? undefined : own(of.service.operations, target.slice(point + 1));
    if (of === undefined || operation === undefined) throw unknownOperation(target);
    return { carried: of, service: of.service, operation };
  },
  decode({ carried: { service, refusal }, operation }, { body }) {
    const input = body.length === 0 ? {} : parseJson(body);
    if (operation.input === undefined) return input;
    try {
      const failures = checkShape(service.model, operation.input, input);
      if (failures.length > 0) throw new ServiceError(refusal, describeFailures(failures));
      const refused = findRefusedMember(service.model, operation.input, input);
      if (refused !== undefined) throw new ServiceError(refusal, refused);
    } catch (error) {
      if (error instanceof WrongTypeError) throw new ServiceError('SerializationException', error.message);
      throw error;
    }
    return dropNulls(input);
  },
  encode: (_asked, output, exchange) => jsonAnswer(200, output, exchange),
  refusalOf: toServiceError,
  encodeError({ status, code, message }, exchange) {
    // The text under both spellings (Smithy, "AWS JSON 1.1 protocol").
    const { headers, ...answer } = jsonAnswer(status, { __type: code, message, Message: message }, exchange);
    return { ...answer, headers: { ...headers, 'x-amzn-ErrorType': code } };
  },
};

function unknownOperation(target: string): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `The operation ${target.slice(0, 200)} is not offered by this server; docs/api-coverage.md lists those that are.`,
  );
}

/** A member that is null is a member that is absent. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, dropNulls(item)]])),
  );
}

/** Operations without an output shape answer with an empty body. */
function jsonAnswer(status: number, content: unknown, { requestId }: Exchange): Answer {
  const body = content === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(content));
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  return { status, headers, body };
}
