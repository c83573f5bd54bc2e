import { invocationTimeoutMs } from '../../contract/limits.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { endpointStream } from '../../serving/container-logs.ts';
import type { ContainerAnswer, ContainerRequest } from '../../serving/container/payload.ts';
import type { Endpoint } from '../../serving/endpoint/endpoint.ts';
import type { Variant } from '../../serving/endpoint/variant.ts';
import { describePlace, StageFailure } from '../../serving/pipeline/stage-failure.ts';
import type { OperationContext } from '../operation-context.ts';
import { modelError } from './model-error.ts';
import { withTargetModel } from './target-model.ts';

/** Input of InvokeEndpoint besides the payload. */
export interface InvocationInput {
  readonly endpointName: string;
  /** Of this request, for messages. */
  readonly requestId: string;
  readonly targetVariant?: string;
  readonly targetContainerHostname?: string;
  readonly targetModel?: string;
  readonly inferenceComponentName?: string;
  readonly enableExplanations?: string;
}

export interface InvocationOutput {
  readonly answer: ContainerAnswer;
  readonly invokedProductionVariant: string;
}

/** Who waits for the answer. */
export interface Caller {
  /** Registers what to do when the caller goes. */
  onGone(cancel: () => void): void;
  /** Runs what has to be waited for, so that what it begins is known to be this caller's. */
  begin<Result>(work: () => Result): Result;
}

/**
 * InvokeEndpoint. Answers synchronously when the endpoint is live and its whole chain runs in this process: a
 * prediction of microseconds is not worth a turn of the event loop. Throws (or rejects with) `ServiceError`.
 */
export function invokeEndpoint(
  input: InvocationInput,
  payload: ContainerRequest,
  context: OperationContext,
  caller: Caller,
): InvocationOutput | Promise<InvocationOutput> {
  const found = context.endpoints.findIn(context.realm.region, input.endpointName);
  if (found instanceof Promise)
    return caller.begin(() => found.then((endpoint) => invoke(endpoint, input, payload, context, caller)));
  return invoke(found, input, payload, context, caller);
}

function invoke(
  endpoint: Endpoint | undefined,
  input: InvocationInput,
  payload: ContainerRequest,
  context: OperationContext,
  caller: Caller,
): InvocationOutput | Promise<InvocationOutput> {
  if (endpoint === undefined) throw notFound(input.endpointName, context);
  refuseUnsupported(input);
  const target = {
    ...(input.targetVariant === undefined ? {} : { variant: input.targetVariant }),
    ...(input.targetContainerHostname === undefined ? {} : { containerHostname: input.targetContainerHostname }),
  };
  const { variant, pipeline } = endpoint.route(target, context.random);
  const request = withTargetModel(payload, input, pipeline.multiModel !== undefined);
  const chain = pipeline.forRequest(request);
  const output = (answer: ContainerAnswer): InvocationOutput => ({
    answer,
    invokedProductionVariant: variant.snapshot.name,
  });
  let hasLeft = false;
  const failure = (error: unknown) => {
    if (!(error instanceof StageFailure)) return error;
    // An overloaded container logs its refusals itself, in sum; a caller that has left needs no log line.
    if (error.reason !== 'unavailable' && !hasLeft) logFailure(error, input, variant, context);
    return modelError(error, input.endpointName, context.realm);
  };
  const fail = (error: unknown) => {
    throw failure(error);
  };
  try {
    if (chain.isQuick(request)) {
      const answer = chain.invoke(request);
      return answer instanceof Promise ? answer.then(output, fail) : output(answer);
    }
    return caller.begin(() => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort('timeout'), invocationTimeoutMs);
      caller.onGone(() => {
        hasLeft = true;
        controller.abort('disconnected');
      });
      const deadline = performance.now() + invocationTimeoutMs;
      return Promise.resolve(chain.invoke({ ...request, deadline }, controller.signal))
        .then(output, fail)
        .finally(() => clearTimeout(timer));
    });
  } catch (error) {
    throw failure(error);
  }
}

/** The container's stream gets what the answer says about it, and the id of the request. */
function logFailure(
  failure: StageFailure,
  { endpointName, requestId }: InvocationInput,
  { snapshot: { name, containers } }: Variant,
  { logs, realm }: OperationContext,
): void {
  const hostname = containers.length > 1 ? failure.container.hostname : undefined;
  const line = `[catenary] request ${requestId} failed with ${failure.status} at ${describePlace(failure)}: ${failure.body}`;
  logs.write(endpointStream(logs, { endpoint: qualify(realm, endpointName), variant: name, hostname }), line);
}

function notFound(name: string, context: OperationContext): ServiceError {
  return new ServiceError('ValidationError', `Endpoint ${name} of account ${context.realm.account} not found.`);
}

/** Headers that ask for what this endpoint does not have: to take and ignore them would be a lie. */
function refuseUnsupported(input: InvocationInput): void {
  const { endpointName: name } = input;
  if (input.inferenceComponentName !== undefined) {
    throw new ServiceError(
      'ValidationError',
      `Endpoint ${name} has no inference components: leave out the inference component header.`,
    );
  }
  if (input.enableExplanations !== undefined) {
    throw new ServiceError(
      'ValidationError',
      `Endpoint ${name} has no explainer: leave out the enable explanations header.`,
    );
  }
}
