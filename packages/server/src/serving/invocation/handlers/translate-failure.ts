import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../../contract/qualified-name.ts';
import { type ContainerLogs, endpointStream } from '../../container-logs.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation, Route } from '../invocation.ts';
import { modelError } from '../model-error.ts';
import { describePlace, StageFailure } from '../stage-failure.ts';

/** Turns the failure of a chain into the service's error, and logs it; other errors pass. */
export const translateFailure =
  (logs: ContainerLogs): Wrapper<Invocation> =>
  (next) =>
  (invocation) => {
    try {
      const answer = next(invocation);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        throw translated(error, invocation, logs);
      });
    } catch (error) {
      throw translated(error, invocation, logs);
    }
  };

function translated(error: unknown, invocation: Invocation, logs: ContainerLogs): unknown {
  if (!(error instanceof StageFailure)) return error;
  const { endpointName, realm } = invocation.target;
  const hasLeft = invocation.call?.signal?.reason === 'disconnected';
  // An overloaded container logs its refusals itself, in sum; a caller that has left needs no log line.
  if (error.reason !== 'unavailable' && !hasLeft) log(error, invocation, logs);
  const answered = modelError(error, endpointName, realm);
  answered.facts = factsOf(error, invocation);
  return answered;
}

/** For the server's own log. */
function factsOf({ container, status, place, milliseconds }: StageFailure, { target, route }: Invocation) {
  const { position, count, hostname } = container;
  return present({
    endpoint: target.endpointName,
    variant: route?.variant.name,
    container: `${position} of ${count}`,
    hostname,
    containerStatus: status === 0 ? undefined : status,
    row: place?.row === undefined ? undefined : place.row + 1,
    column: place?.column,
    milliseconds: milliseconds === undefined ? undefined : Number(milliseconds.toFixed(3)),
  });
}

/** The container's stream gets what the answer says about it, and the id of the request. */
function log(failure: StageFailure, { id, target, route }: Invocation, logs: ContainerLogs): void {
  const { name, stages } = (route as Route).variant;
  const hostname = stages.length > 1 ? failure.container.hostname : undefined;
  const line = `[catenary] request ${id} failed with ${failure.status} at ${describePlace(failure)}: ${failure.body}`;
  const endpoint = qualify(target.realm, target.endpointName);
  logs.write(endpointStream(logs, { endpoint, variant: name, hostname }), line);
}
