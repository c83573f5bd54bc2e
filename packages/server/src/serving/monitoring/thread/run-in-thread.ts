import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { endThread } from '../../../util/end-thread.ts';
import { startWorker } from '../../../util/start-thread.ts';
import { fromCrossingFault } from './crossing-fault.ts';
import { ObjectServer } from './object-server.ts';
import type { AnalysisEnd, AnalysisTask, ObjectAnswer, ThreadMessage } from './thread-messages.ts';

export interface ThreadSurroundings {
  readonly objects: ObjectStore;
  readonly signal: AbortSignal;
  /** Takes a line of the job's log. */
  readonly onLine: (line: string) => void;
}

/** Memory of an analysis for what it keeps: 2,000 columns with their sketches, and a baseline of as many, need less. */
const maxMegabytes = 2048;

/**
 * Makes an analysis in a thread of its own: neither long records nor many columns hold up a request to an endpoint. The thread asks for
 * objects here, where the store is. Rejects with the signal's reason, and for what is no fault of the job.
 */
export async function runInThread(task: AnalysisTask, surroundings: ThreadSurroundings): Promise<AnalysisEnd> {
  const { objects, signal, onLine } = surroundings;
  signal.throwIfAborted();
  const file = new URL(`./analysis-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
  const worker = startWorker(file, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: maxMegabytes } });
  const server = new ObjectServer(objects);
  const end = Promise.withResolvers<AnalysisEnd>();
  const stop = () => end.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (message: ThreadMessage) => {
    if ('call' in message) void server.answer(message).then((answer) => worker.postMessage(answer, memoryOf(answer)));
    else if ('line' in message) onLine(message.line);
    else if ('end' in message) end.resolve(message.end);
    else end.reject(fromCrossingFault(message.error));
  });
  worker.on('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? end.resolve({ failure: noMemory }) : end.reject(error),
  );
  worker.on('exit', () => end.reject(new Error('The thread of the analysis has ended.')));
  try {
    return await end.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    server.close();
    await endThread(worker);
  }
}

const noMemory = `The analysis needs more than ${maxMegabytes} MB of memory: analyse fewer columns, or a baseline of fewer.`;

/** Bytes are handed over, not copied again. */
const memoryOf = (answer: ObjectAnswer): ArrayBuffer[] =>
  'result' in answer && answer.result instanceof Uint8Array ? [answer.result.buffer as ArrayBuffer] : [];
