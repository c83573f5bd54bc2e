import { launchChain } from '../../container/launch-chain.ts';
import { type LaunchOptions, type LaunchStage, launchStages } from '../../container/launch-stages.ts';
import { sleepingStages } from '../../container/sleeping-stage.ts';
import type { Stage } from '../../container/stage.ts';
import { type ContainerLogs, endpointStream } from '../../container-logs.ts';
import type { VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import type { StartProgress } from './start-progress.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

export interface VariantStartOptions {
  readonly launch: LaunchStage;
  readonly logs: ContainerLogs;
  readonly progress: Pick<StartProgress, 'note'>;
  readonly signal: AbortSignal;
}

/** Starts the containers of a variant of an endpoint; of one without instances, none. Rejects with `VariantStartFailure`. */
export async function startVariant(
  endpoint: string,
  variant: VariantSnapshot,
  { launch, logs, progress, signal }: VariantStartOptions,
): Promise<Stage[]> {
  if (variant.instanceCount === 0) return sleepingStages(variant.containers);
  const launchAll = variant.mode === 'Direct' ? launchStages : launchChain;
  return launchAll(launch, variant.containers, {
    owner: `endpoint/${endpoint}/${variant.name}`,
    startupTimeoutMs: variant.startupTimeoutInSeconds * 1000,
    signal,
    replication: { count: variant.instanceCount, routing: variant.routing ?? 'RANDOM' },
    instanceType: variant.instanceType,
    onLine: linesOf(endpoint, variant, logs),
    onProgress: (hostname, doing) => progress.note({ endpoint, variant: variant.name, hostname }, doing),
  }).catch((error: unknown) => {
    throw new VariantStartFailure(variant.name, error);
  });
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
