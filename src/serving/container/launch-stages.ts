import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Makes one running stage of a definition; rejects with a reason fit for FailureReason. */
export type LaunchStage = (definition: StageDefinition, options: LaunchOptions) => Promise<Stage>;

export interface LaunchOptions {
  /** Who it runs for, for logs: `endpoint/<name>` or `transform-job/<name>`. */
  readonly owner: string;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Longest wait before a process that ended is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
}

/** Some containers of a chain did not start: every one of them is named. */
export class StartFailure extends Error {
  readonly failures: readonly { readonly hostname: string; readonly reason: string }[];

  constructor(failures: readonly { hostname: string; reason: string }[]) {
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
  const settled = await Promise.allSettled(definitions.map((definition) => launch(definition, options)));
  const failures = settled.flatMap((result, index) =>
    result.status === 'rejected'
      ? [{ hostname: (definitions[index] as StageDefinition).hostname, reason: messageOf(result.reason) }]
      : [],
  );
  const stages = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failures.length === 0) return stages;
  await Promise.allSettled(stages.map((stage) => stage.close()));
  throw new StartFailure(failures);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
