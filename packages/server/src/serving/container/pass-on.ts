import { present } from '@catenary/scoring/internal/values';
import type { FileFacts } from './file-facts.ts';
import type { ContainerAnswer, ContainerRequest } from './payload.ts';

/**
 * An answer as the request of the container after it: body and Content-Type verbatim, and what the caller's request says
 * to all containers. Accept is not among that. `file`: what is known about a file to that container, if it is a native one.
 */
export function passOn(answer: ContainerAnswer, request: ContainerRequest, file?: FileFacts): ContainerRequest {
  return {
    body: file === undefined ? answer.body : withoutLineEnd(answer.body),
    ...present({
      file,
      contentType: answer.contentType,
      customAttributes: request.customAttributes,
      inferenceId: request.inferenceId,
      sessionId: request.sessionId,
      traceparent: request.traceparent,
      requestId: request.requestId,
      targetModel: request.targetModel,
      deadline: request.deadline,
      ledger: request.ledger,
    }),
  };
}

/** Between the rows of a part of a file stand line ends, and none behind them, as the job itself sends them. */
export const withoutLineEnd = (body: Buffer) => (body.at(-1) === 10 ? body.subarray(0, -1) : body);
