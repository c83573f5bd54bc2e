import { invocationTimeoutMs } from '../../contract/limits.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { ContainerRequest } from '../../serving/container/payload.ts';
import { tracePipeline } from '../../serving/pipeline/trace-pipeline.ts';
import type { OperationContext } from '../operation-context.ts';
import { withTargetModel } from '../runtime/target-model.ts';

/** Most characters of a container's answer that a trace shows. */
const maxShown = 65_536;

/**
 * Sends one request through an endpoint's chain container by container and reports what each of them answered and how
 * long it took: the answer to "which step, and with what input". Nothing of the kind exists in the service.
 */
export async function traceEndpoint(
  input: { readonly name: string; readonly requestId: string; readonly targetModel?: string },
  payload: ContainerRequest,
  context: OperationContext,
): Promise<object> {
  const endpoint = await context.endpoints.find(qualify(context.realm, input.name));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${input.name} not found.`);
  const { variant } = endpoint.route({}, context.random);
  const isMultiModel = variant.chain.multiModel !== undefined;
  const request = withTargetModel(payload, { ...input, endpointName: input.name }, isMultiModel);
  const deadline = performance.now() + invocationTimeoutMs;
  const containers = await tracePipeline(
    variant.chain,
    { ...request, deadline },
    AbortSignal.timeout(invocationTimeoutMs),
  );
  return {
    variant: variant.snapshot.name,
    containers: containers.map(({ body, ...rest }, index) => ({
      position: index + 1,
      ...rest,
      body: body.toString('utf8', 0, maxShown),
    })),
  };
}
