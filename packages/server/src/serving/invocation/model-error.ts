import type { Realm } from '../../contract/arn.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { describePlace, type StageFailure } from './stage-failure.ts';

/** Message and OriginalMessage, characters (SageMaker Runtime API reference, ModelError). */
const maxMessageLength = 2048;

/**
 * The 424 that names the failing container. It begins as the service words it, so that clients that match on the text
 * still work; what the service leaves out (position, image, row, column, value) is appended.
 */
export function modelError(failure: StageFailure, endpointName: string, realm: Realm): ServiceError {
  // Refused in the service's own words: a session that is gone.
  if (failure.cause instanceof ServiceError) return failure.cause;
  if (failure.reason === 'unavailable') return unavailable(failure);
  const group = `/aws/sagemaker/Endpoints/${endpointName}`;
  const tail = ` It is ${describePlace(failure)}. See log group ${group} in account ${realm.account} for more information. On this server: catenary logs ${endpointName}.`;
  const head = headline(failure);
  const room = maxMessageLength - tail.length - head('').length;
  return new ServiceError(
    'ModelError',
    (head(shorten(failure.body, Math.max(0, room))) + tail).slice(0, maxMessageLength),
    {
      ErrorCode: failure.status >= 500 || failure.status === 0 ? 'SERVER_ERROR_FROM_MODEL' : 'CLIENT_ERROR_FROM_MODEL',
      LogStreamArn: `arn:aws:logs:${realm.region}:${realm.account}:log-group:${group}`,
      OriginalMessage: shorten(failure.body, maxMessageLength),
      OriginalStatusCode: failure.status,
    },
  );
}

/** The container was not asked: the SDKs send the request again by themselves. */
function unavailable(failure: StageFailure): ServiceError {
  const tail = `. It is ${describePlace(failure)}. Please retry the request.`;
  const head = 'The service is currently unavailable: ';
  const room = maxMessageLength - head.length - tail.length;
  return new ServiceError('ServiceUnavailable', `${head}${shorten(failure.body, Math.max(0, room))}${tail}`);
}

function headline(failure: StageFailure): (body: string) => string {
  if (failure.reason === 'too_large') return (body) => body;
  const side = failure.status >= 400 && failure.status < 500 ? 'client' : 'server';
  return (body) =>
    `Received ${side} error (${failure.status}) from ${failure.container.hostname} with message "${body}".`;
}

const shorten = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, Math.max(0, length - 3))}...`;
