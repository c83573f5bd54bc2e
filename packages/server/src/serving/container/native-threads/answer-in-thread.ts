import type { FusedAnswer } from '../in-process/invoke-fused.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { refusal } from '../surfaces/refusal.ts';
import type { NativeThreads } from './native-threads.ts';
import { ThreadEnded } from './thread-ended.ts';
import type { InvokeResult } from './thread-job.ts';

export type ThreadedAnswer = FusedAnswer & Pick<InvokeResult, 'spentMs' | 'conversionMs' | 'cpuMs' | 'isFirst'>;

/** Native neighbours, and the threads that have them loaded. */
export interface ModelsInThreads {
  readonly threads: NativeThreads;
  readonly models: readonly ThreadModel[];
}

/**
 * The answer of native neighbours in a thread: to the byte that of this thread. A request that ends the thread, for
 * example because it needs too much memory, gets the answer of a container that fails. Rejects as
 * `NativeThreads.invoke` does otherwise.
 */
export async function answerInThread(
  { threads, models }: ModelsInThreads,
  request: ContainerRequest,
  signal?: AbortSignal,
): Promise<ThreadedAnswer> {
  try {
    const { answer, ...rest } = await threads.invoke(models, request, signal);
    const { body } = answer;
    return { ...rest, answer: { ...answer, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) } };
  } catch (error) {
    if (!(error instanceof ThreadEnded) || error.reason === 'ended') throw error;
    const spentMs = new Float64Array(models.length);
    return { answer: failure(error), answeredBy: 0, spentMs, cpuMs: Infinity, isFirst: true };
  }
}

function failure(error: ThreadEnded): ContainerAnswer {
  const text =
    error.reason === 'memory'
      ? `The container ran out of memory: ${error.message}.`
      : 'The container failed; see its log.';
  return { ...refusal(500, text), cause: error };
}

/** Whether it is a `CopyNotLoaded`: threads pass an error on by its name, so it is recognised by that. */
export function isCopyNotLoaded(error: unknown): boolean {
  return error instanceof Error && error.name === 'CopyNotLoaded';
}
