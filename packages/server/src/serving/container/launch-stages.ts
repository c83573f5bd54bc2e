import { defined } from '@catenary/scoring/internal/values';
import { MissingArtifactError } from '../../platform/artifact/missing-artifact-error.ts';
import type { Replication } from './replication.ts';
import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Makes one running stage of a definition; rejects with a reason fit for FailureReason. */
export type LaunchStage = (definition: StageDefinition, options: LaunchOptions) => Promise<Stage>;

export interface LaunchOptions {
  /** Who it runs for, for logs: `endpoint/<name>` or `transform-job/<name>`. */
  readonly owner: string;
  /** Gets every line that a container writes, besides the log. */
  readonly onLine?: ((hostname: string, line: string) => void) | undefined;
  /** Gets what the start of a container is doing, in words, where that takes long. */
  readonly onProgress?: ((hostname: string, doing: string) => void) | undefined;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly signal: AbortSignal;
  /**
   * The containers before it, of which it gets what the last one answers; absent where that is not so, or where it is asked for blocks of
   * records.
   */
  readonly before?: readonly StageDefinition[] | undefined;
  /** In how many copies it runs, if it runs outside this process. Default one. */
  readonly replication?: Replication | undefined;
  /** InstanceType that it was asked for: what an engine lets a container take, where nothing else says it. */
  readonly instanceType?: string | undefined;
  /** Longest wait before a process that ended is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
}

/** Why one container did not start. */
export interface ContainerStartFailure {
  readonly hostname: string;
  readonly reason: string;
  /** Address of its model data, if there is nothing. */
  readonly missingUri?: string;
}

/** Some containers of a chain did not start: every one of them is named. */
export class StartFailure extends Error {
  readonly failures: readonly ContainerStartFailure[];

  constructor(failures: readonly ContainerStartFailure[]) {
    super(failures.map(({ hostname, reason }) => `${hostname}: ${reason}`).join(' '));
    this.name = 'StartFailure';
    this.failures = failures;
  }
}

/** Starts all containers of a chain side by side; if one fails, none is left running. */
export async function launchStages(
  launch: LaunchStage,
  definitions: readonly StageDefinition[],
  options: LaunchOptions,
): Promise<Stage[]> {
  return startEach(
    definitions,
    (definition) => launch(definition, options),
    (stage) => stage.close(),
  );
}

/** The same for whatever a container is started as; `undo` is called with what did start if something else did not. */
export async function startEach<Definition extends { readonly hostname: string }, Started>(
  definitions: readonly Definition[],
  start: (definition: Definition) => Promise<Started>,
  undo: (started: Started) => Promise<void> = () => Promise.resolve(),
): Promise<Started[]> {
  const settled = await Promise.allSettled(definitions.map(start));
  const failures = settled.flatMap((result, index) =>
    result.status === 'rejected' ? [describeFailure(defined(definitions[index]).hostname, result.reason)] : [],
  );
  const started = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failures.length === 0) return started;
  await Promise.allSettled(started.map(undo));
  throw new StartFailure(failures);
}

function describeFailure(hostname: string, error: unknown): ContainerStartFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return error instanceof MissingArtifactError ? { hostname, reason, missingUri: error.uri } : { hostname, reason };
}
