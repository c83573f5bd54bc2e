import { failureReason } from '../../../contract/failure-reason.ts';
import { type LaunchOptions, type LaunchStage, launchStages, StartFailure } from '../../container/launch-stages.ts';
import { type ContainerLogs, endpointStream } from '../../container-logs.ts';
import type { ChainOptions } from '../../invocation/chain.ts';
import { Endpoint, type EndpointServices } from '../traffic/endpoint.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import { Variant } from '../traffic/variant.ts';

export interface StartOptions extends EndpointServices {
  readonly launch: LaunchStage;
  readonly chain: ChainOptions;
  readonly signal: AbortSignal;
}

/** Starts the chains of all variants. If one does not start, those that did are closed again, and it throws. */
export async function startEndpoint(
  name: string,
  snapshot: EndpointSnapshot,
  options: StartOptions,
): Promise<Endpoint> {
  const started: Variant[] = [];
  try {
    for (const variant of snapshot.variants) {
      const stages = await launchStages(options.launch, variant.containers, {
        owner: `endpoint/${name}/${variant.name}`,
        startupTimeoutMs: variant.startupTimeoutInSeconds * 1000,
        signal: options.signal,
        onLine: linesOf(name, variant, options.logs),
      }).catch((error: unknown) => {
        throw new VariantStartFailure(variant.name, error);
      });
      started.push(new Variant(variant, stages, options.chain));
    }
  } catch (error) {
    await Promise.allSettled(started.map((variant) => variant.close()));
    throw error;
  }
  return new Endpoint({ name, snapshot, variants: started }, options);
}

function linesOf(
  endpoint: string,
  { name, containers }: VariantSnapshot,
  logs: ContainerLogs,
): LaunchOptions['onLine'] {
  return (hostname, line) => {
    const source = { endpoint, variant: name, hostname: containers.length > 1 ? hostname : undefined };
    logs.write(endpointStream(logs, source), line);
  };
}

class VariantStartFailure extends Error {
  readonly variant: string;

  constructor(variant: string, cause: unknown) {
    super(`Variant ${variant} did not start`, { cause });
    this.variant = variant;
  }
}

/** FailureReason: the service's own sentence for each failing container, then why. */
export function describeStartFailure(error: unknown, variants: readonly VariantSnapshot[]): string {
  const variant = error instanceof VariantStartFailure ? error.variant : (variants[0]?.name ?? '');
  const cause = error instanceof VariantStartFailure ? error.cause : error;
  if (!(cause instanceof StartFailure))
    return failureReason(`InternalServerError: ${cause instanceof Error ? cause.message : String(cause)}`);
  const isSingle = variants.find(({ name }) => name === variant)?.containers.length === 1;
  const sentences = cause.failures.map((failure) => {
    const container = isSingle ? 'primary container' : failure.hostname;
    return failure.missingUri === undefined
      ? `The ${container} for production variant ${variant} did not pass the ping health check. ${failure.reason}`
      : `Failed to download model data for container "${failure.hostname}" from URL: "${failure.missingUri}". ` +
          'Please ensure that there is an object located at the URL.';
  });
  return failureReason(sentences.join(' '));
}
