import type { ContainerAnswer } from '../container/payload.ts';
import { StageUnreachable } from '../container/stage-unreachable.ts';
import { type FailedContainer, StageFailure } from './stage-failure.ts';

/** Why a chain ends at one of its containers, and what its caller gets. */
export const chainFailures = { refused, tooLarge, unanswered };

/** The container answered with anything but a 2xx. */
function refused(container: FailedContainer, answer: ContainerAnswer): StageFailure {
  return new StageFailure(container, {
    status: answer.status,
    body: answer.body.toString('utf8'),
    reason: 'answered',
    place: answer.place,
    cause: answer.cause,
  });
}

/** Its answer has more than `maxBytes`, so it is not passed on to the container `next`; with the message of the service. */
function tooLarge(
  container: FailedContainer,
  answer: ContainerAnswer,
  { next, maxBytes }: { readonly next: string; readonly maxBytes: number },
): StageFailure {
  const { hostname } = container;
  const body =
    `Received response from ${hostname} with status code ${answer.status}. However, the request payload from ${hostname} to ` +
    `${next} is ${answer.body.length} bytes, which has exceeded the maximum limit of ${maxBytes / 1048576} MB.`;
  return new StageFailure(container, { status: answer.status, body, reason: 'too_large' });
}

/** No answer at all: the time is up, or the connection or the process is gone. */
function unanswered(container: FailedContainer, error: unknown, signal: AbortSignal): StageFailure {
  if (error instanceof StageUnreachable && !error.wasSent) return unavailable(container, error);
  const timedOut =
    (signal.aborted && signal.reason === 'timeout') || (error as { reason?: string }).reason === 'timeout';
  const body = timedOut
    ? `Your invocation timed out while waiting for a response from container ${container.hostname}. Review the latency metrics for each container, resolve the issue, and try again.`
    : `The container gave no answer: ${error instanceof Error ? error.message : String(error)}`;
  return new StageFailure(container, {
    status: 0,
    body,
    reason: timedOut ? 'timeout' : 'connection',
    cause: error,
  });
}

/** It did not get the request: the same request may be answered a little later. */
function unavailable(container: FailedContainer, cause: StageUnreachable): StageFailure {
  const { message, reason } = cause;
  const body = reason === 'timeout' ? 'its turn did not come within its time limit' : message;
  return new StageFailure(container, { status: 0, body, reason: 'unavailable', cause });
}
