import type { ContainerAnswer, ContainerRequest } from './payload.ts';

/**
 * An answer as the request of the container after it: body and Content-Type verbatim, and what the caller's request says
 * to all containers. Accept and facts about a file are not among that.
 */
export function passOn(answer: ContainerAnswer, request: ContainerRequest): ContainerRequest {
  return {
    body: answer.body,
    ...(answer.contentType === undefined ? {} : { contentType: answer.contentType }),
    ...(request.customAttributes === undefined ? {} : { customAttributes: request.customAttributes }),
    ...(request.inferenceId === undefined ? {} : { inferenceId: request.inferenceId }),
    ...(request.sessionId === undefined ? {} : { sessionId: request.sessionId }),
    ...(request.targetModel === undefined ? {} : { targetModel: request.targetModel }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
}
