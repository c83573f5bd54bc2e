import { launchChain } from '../../container/launch-chain.ts';
import { type LaunchOptions, type LaunchStage, launchStages } from '../../container/launch-stages.ts';
import { type ContainerLogs, endpointStream } from '../../container-logs.ts';
import type { ChainOptions } from '../../invocation/chain.ts';
import { allVariantsOf, type EndpointSnapshot, type VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import { Endpoint, type EndpointServices } from '../traffic/endpoint.ts';
import { Variant } from '../traffic/variant.ts';
import type { StartProgress } from './start-progress.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

export interface StartOptions extends EndpointServices {
  readonly launch: LaunchStage;
  readonly chain: ChainOptions;
  readonly progress: Pick<StartProgress, 'note'>;
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
    for (const variant of allVariantsOf(snapshot)) {
      const launchAll = variant.mode === 'Direct' ? launchStages : launchChain;
      const stages = await launchAll(options.launch, variant.containers, {
        owner: `endpoint/${name}/${variant.name}`,
        startupTimeoutMs: variant.startupTimeoutInSeconds * 1000,
        signal: options.signal,
        replication: { count: variant.instanceCount, routing: variant.routing ?? 'RANDOM' },
        instanceType: variant.instanceType,
        onLine: linesOf(name, variant, options.logs),
        onProgress: (hostname, doing) =>
          options.progress.note({ endpoint: name, variant: variant.name, hostname }, doing),
      }).catch((error: unknown) => {
        throw new VariantStartFailure(variant.name, error);
      });
      started.push(new Variant(variant, stages, options.chain));
    }
  } catch (error) {
    await Promise.allSettled(started.map((variant) => variant.close()));
    throw error;
  }
  const variants = started.slice(0, snapshot.variants.length);
  return new Endpoint({ name, snapshot, variants, shadow: started[variants.length] }, options);
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
