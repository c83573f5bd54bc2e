import { launchChain } from '../../container/launch-chain.ts';
import { launchOne } from '../../container/launch-one.ts';
import { type LaunchOptions, type LaunchStage, launchStages } from '../../container/launch-stages.ts';
import { sleepingStages } from '../../container/sleeping-stage.ts';
import type { Stage } from '../../container/stage.ts';
import { type ContainerLogs, endpointStream } from '../../container-logs.ts';
import type { VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import { canaryStepOf } from '../plan/canary-step.ts';
import type { Variant } from '../traffic/variant.ts';
import type { StartProgress } from './start-progress.ts';
import { VariantStartFailure } from './variant-start-failure.ts';

export interface VariantStartOptions {
  readonly launch: LaunchStage;
  readonly logs: ContainerLogs;
  readonly progress: Pick<StartProgress, 'note'>;
  readonly signal: AbortSignal;
  /** The other version of the endpoint, whose links a variant may share: see `canaryStepOf`. */
  readonly beside?: RunningVersion | undefined;
}

/** A version of an endpoint that runs. */
export interface RunningVersion {
  readonly variants: readonly Pick<Variant, 'snapshot' | 'stages' | 'instanceCount'>[];
  /** Whether it is to replace the one that is started: after a restart in a rollout it may be there first. */
  readonly isNewer: boolean;
}

/** Starts the containers of a variant of an endpoint; of one without instances, none. Rejects with `VariantStartFailure`. */
export async function startVariant(
  endpoint: string,
  variant: VariantSnapshot,
  options: VariantStartOptions,
): Promise<Stage[]> {
  if (variant.instanceCount === 0) return sleepingStages(variant.containers);
  const launching = launchOptions(endpoint, variant, options);
  const shared = linksBeside(variant, options.beside);
  const started =
    shared === undefined
      ? launchAll(options.launch, variant, launching)
      : launchOne(options.launch, { ...shared, definitions: variant.containers }, launching);
  return started.catch((error: unknown) => {
    throw new VariantStartFailure(variant.name, error);
  });
}

function launchAll(
  launch: LaunchStage,
  { mode, containers }: VariantSnapshot,
  options: LaunchOptions,
): Promise<Stage[]> {
  if (mode === 'Direct') return launchStages(launch, containers, options);
  const knowing: LaunchStage = (definition, given) =>
    launch(definition, { ...given, before: containers.slice(0, containers.indexOf(definition)) });
  return launchChain(knowing, containers, options);
}

function launchOptions(
  endpoint: string,
  variant: VariantSnapshot,
  { logs, progress, signal }: VariantStartOptions,
): LaunchOptions {
  return {
    owner: `endpoint/${endpoint}/${variant.name}`,
    startupTimeoutMs: variant.startupTimeoutInSeconds * 1000,
    signal,
    replication: { count: variant.instanceCount, routing: variant.routing ?? 'RANDOM' },
    instanceType: variant.instanceType,
    onLine: linesOf(endpoint, variant, logs),
    onProgress: (hostname, doing) => progress.note({ endpoint, variant: variant.name, hostname }, doing),
  };
}

/** The links of the version beside, and which of them is not to be shared; undefined if nothing is. */
function linksBeside(variant: VariantSnapshot, beside: VariantStartOptions['beside']) {
  const [other, ...more] = beside?.variants ?? [];
  if (other === undefined || more.length > 0 || other.instanceCount === 0) return undefined;
  const former = { ...other.snapshot, instanceCount: other.instanceCount };
  const step = beside?.isNewer === true ? canaryStepOf(variant, former) : canaryStepOf(former, variant);
  return step === undefined || 'refused' in step ? undefined : { at: step.at, links: other.stages };
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
