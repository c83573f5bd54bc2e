import { own } from '@catenary/scoring/internal/names';
import { checkShape, describeFailures, WrongTypeError } from '../../contract/check-shape.ts';
import { findRefusedMember } from '../../contract/find-refused-member.ts';
import { maxControlBodyBytes } from '../../contract/limits.ts';
import { logsModel, sagemakerModel } from '../../contract/models.ts';
import { ServiceError, type ServiceErrorCode } from '../../contract/service-error.ts';
import type { ServiceModel } from '../../contract/shape.ts';
import { logsOperations } from '../../operations/logs/operations.ts';
import type { Operation } from '../../operations/operation.ts';
import { operations } from '../../operations/sagemaker/operations.ts';
import { contain, internalFailureMessage } from './contain.ts';
import { toServiceError } from './to-service-error.ts';
import { sendJsonError } from './error-response.ts';
import { parseJson } from './parse-json.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { admitCaller, type BodyRules, type KnownCaller, receiveBody } from './receive-body.ts';
import { writeAnswer } from './write-answer.ts';

/** A service of this protocol. */
interface Service {
  /** Its name in the scope of signatures. */
  readonly signingName: string;
  readonly model: ServiceModel;
  readonly operations: Readonly<Record<string, Operation>>;
  /** What it calls an input that breaks its model's constraints. */
  readonly refusal: ServiceErrorCode;
}

/** By the part of `X-Amz-Target` before the point. */
const services: Readonly<Record<string, Service>> = {
  SageMaker: { signingName: 'sagemaker', model: sagemakerModel, operations, refusal: 'ValidationException' },
  Logs_20140328: {
    signingName: 'logs',
    model: logsModel,
    operations: logsOperations,
    refusal: 'InvalidParameterException',
  },
};

const bodyRules: BodyRules = {
  signingNamesOf,
  maxBytes: maxControlBodyBytes,
  tooLarge: {
    status: 413,
    code: 'RequestEntityTooLargeException',
    message: `The request body is larger than ${maxControlBodyBytes} bytes.`,
  },
  refuse: ({ response, requestId }, refusal) => sendJsonError(response, requestId, refusal),
};

/** The control plane, and logs, over AWS JSON 1.1: body, identity, operation by target, shape check, run, answer. */
export const awsJson: Protocol = {
  handle(exchange) {
    const admission = admitCaller(exchange, bodyRules);
    if (admission === undefined) return;
    const asked = findOperation(exchange.request);
    if (asked === undefined) {
      sendFailure(exchange, unknownOperation(exchange.request));
      return;
    }
    const answer = contain(exchange, ({ region }: KnownCaller, body: Buffer) =>
      answerControl(exchange, { ...asked, region }, body),
    );
    receiveBody(exchange, { rules: bodyRules, admission }, answer);
  },
  sendInternalError(exchange) {
    const message = internalFailureMessage(exchange);
    sendJsonError(exchange.response, exchange.requestId, { status: 500, code: 'InternalFailure', message });
  },
};

interface AskedOperation {
  readonly service: Service;
  readonly name: string;
  readonly run: Operation;
}

async function answerControl(
  exchange: Exchange,
  { service, name, run, region }: AskedOperation & { readonly region: string },
  body: Buffer,
): Promise<void> {
  try {
    const input = readInput(service, name, body);
    sendOutput(exchange, await run(input as never, exchange.context.operationsIn(region)));
  } catch (error) {
    sendFailure(exchange, error);
  }
}

function serviceOf({ headers }: Exchange['request']): Service | undefined {
  const target = headers['x-amz-target'] as string;
  return own(services, target.slice(0, Math.max(0, target.indexOf('.'))));
}

/** Any service, if the target names none. */
function signingNamesOf(request: Exchange['request']): readonly string[] {
  const service = serviceOf(request);
  return (service === undefined ? Object.values(services) : [service]).map(({ signingName }) => signingName);
}

function findOperation(request: Exchange['request']): AskedOperation | undefined {
  if (request.method !== 'POST' || request.url !== '/') return undefined;
  const target = request.headers['x-amz-target'] as string;
  const name = target.slice(target.indexOf('.') + 1);
  const service = serviceOf(request);
  const run = service === undefined ? undefined : own(service.operations, name);
  return service === undefined || run === undefined ? undefined : { service, name, run };
}

function unknownOperation({ method, url, headers }: Exchange['request']): ServiceError {
  if (method !== 'POST' || url !== '/')
    return new ServiceError('UnknownOperationException', 'Operations are POSTed to /.');
  const known = Object.values(services).flatMap((each) => Object.keys(each.operations));
  const target = (headers['x-amz-target'] as string).slice(0, 200);
  return new ServiceError(
    'UnknownOperationException',
    `The operation ${target} is not one of this server's: ${known.join(', ')}.`,
  );
}

function readInput({ model, refusal }: Service, name: string, body: Buffer): unknown {
  const input = body.length === 0 ? {} : parseJson(body);
  const shape = own(model.operations, name)?.input;
  if (shape === undefined) return input;
  try {
    const failures = checkShape(model, shape, input);
    if (failures.length > 0) throw new ServiceError(refusal, describeFailures(failures));
    const refused = findRefusedMember(model, shape, input);
    if (refused !== undefined) throw new ServiceError(refusal, refused);
  } catch (error) {
    if (error instanceof WrongTypeError) throw new ServiceError('SerializationException', error.message);
    throw error;
  }
  return dropNulls(input);
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
function sendOutput({ response, requestId }: Exchange, output: object | undefined): void {
  const body = output === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(output));
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  writeAnswer(response, 200, headers, body);
}

/** Throws on an unexpected error. */
function sendFailure({ response, requestId, context }: Exchange, error: unknown): void {
  const foreseen = toServiceError(error);
  if (foreseen === undefined) throw error;
  if (foreseen !== error) context.log.warn({ err: error, requestId }, 'operation failed');
  sendJsonError(response, requestId, foreseen);
}
