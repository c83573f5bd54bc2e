import { askExecutionParameters, defaultMaxAnswerBytes, pingContainer } from '../http-stage.ts';
import type { ContainerAnswer, Payload } from '../payload.ts';
import type { ExecutionParameters, Stage } from '../stage.ts';
import { ContainerProcess } from './container-process.ts';
import { launchProcess, type ProcessDefinition } from './launch-process.ts';

export interface ProcessStageDefinition extends ProcessDefinition {
  readonly hostname: string;
  readonly image: string;
  /** Time for the first healthy ping, milliseconds. */
  readonly startupTimeoutMs: number;
  /** Longest wait before the process is started again. Default half a minute. */
  readonly maxRestartDelayMs?: number | undefined;
  /** Gives up on the start. */
  readonly signal: AbortSignal;
}

/** Starts any command that keeps the container contract; rejects with a reason fit for FailureReason. */
export async function launchProcessStage(definition: ProcessStageDefinition): Promise<Stage> {
  const process = new ContainerProcess({
    launch: (signal) => launchProcess(definition, { timeoutMs: definition.startupTimeoutMs, signal }),
    maxAnswerBytes: defaultMaxAnswerBytes,
    onLog: definition.onLog,
    maxRestartDelayMs: definition.maxRestartDelayMs,
  });
  await process.start(definition.signal);
  return new ProcessStage(definition.hostname, definition.image, process);
}

class ProcessStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly #process: ContainerProcess;

  constructor(hostname: string, image: string, process: ContainerProcess) {
    this.hostname = hostname;
    this.image = image;
    this.#process = process;
  }

  /** Rejects with `StageUnreachable`. */
  invoke(request: Payload, signal: AbortSignal): Promise<ContainerAnswer> {
    return this.#process.invoke(request, signal);
  }

  async ping(signal: AbortSignal): Promise<boolean> {
    const { dispatcher } = this.#process;
    return dispatcher !== undefined && (await pingContainer(dispatcher, signal));
  }

  async executionParameters(signal: AbortSignal): Promise<ExecutionParameters | undefined> {
    const { dispatcher } = this.#process;
    return dispatcher === undefined ? undefined : askExecutionParameters(dispatcher, signal);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}
