import { launchChain } from '../../container/launch-chain.ts';
import type { LaunchOptions } from '../../container/launch-stages.ts';
import { stageLauncher } from '../../container/launchers.ts';
import type { NativeThreads } from '../../container/native-threads/native-threads.ts';
import { openJobThread } from '../../container/native-threads/open-native-threads.ts';
import type { Stage } from '../../container/stage.ts';
import type { StageContext } from '../../container/stage-context.ts';
import type { StageDefinition } from '../../container/stage-definition.ts';

/** One of a job's chains, processes and all, with a thread for what its native containers take long to do. */
export interface ChainInstance {
  readonly stages: readonly Stage[];
  readonly threads: NativeThreads;
}

export interface InstanceContext {
  readonly stages: StageContext;
  /** `transform-job/<name>`, for logs. */
  readonly owner: string;
  /** Gets the lines of containers that are processes. */
  readonly onLine?: LaunchOptions['onLine'];
  /** TransformResources.InstanceType, where it is known. */
  readonly instanceType?: string | undefined;
  readonly signal: AbortSignal;
}

/** The service waits half an hour for a container's first healthy ping. */
const startupTimeoutMs = 30 * 60_000;
/** Containers are ended on purpose to find the record at which they end: that must not take hours. */
const maxRestartDelayMs = 250;

/** Starts this many chains of these containers; if one does not start, those that did are ended. */
export async function launchInstances(
  containers: readonly StageDefinition[],
  count: number,
  context: InstanceContext,
): Promise<ChainInstance[]> {
  const launched = await Promise.allSettled(Array.from({ length: count }, () => launchInstance(containers, context)));
  const instances = launched.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = launched.find((result) => result.status === 'rejected');
  if (failed === undefined) return instances;
  await Promise.allSettled(instances.map(closeInstance));
  throw failed.reason;
}

/** How containers of a job are started. */
export const jobLaunch = ({ owner, onLine, instanceType, signal }: InstanceContext): LaunchOptions => ({
  owner,
  onLine,
  instanceType,
  startupTimeoutMs,
  maxRestartDelayMs,
  signal,
});

async function launchInstance(
  containers: readonly StageDefinition[],
  context: InstanceContext,
): Promise<ChainInstance> {
  const { native } = context.stages;
  const threads = openJobThread();
  const stages = native === undefined ? context.stages : { ...context.stages, native: { ...native, threads } };
  const launched = await launchChain(stageLauncher(stages), containers, jobLaunch(context)).catch(
    async (error: unknown) => {
      await threads.close();
      throw error;
    },
  );
  return { stages: launched, threads };
}

export async function closeInstance({ stages, threads }: ChainInstance): Promise<void> {
  await Promise.allSettled([...stages.map((stage) => stage.close()), threads.close()]);
}
