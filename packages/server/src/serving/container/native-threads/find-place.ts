import type { ThreadModel } from '../in-process/thread-model.ts';
import type { NativeThread } from './native-thread.ts';

/** A larger model is not loaded a second time: the request waits for the thread that has it, bytes. */
const maxCopyBytes = 64 * 1024 ** 2;

/** The idle thread for a task with these models, a new one, or none now. */
export function findPlace(
  models: readonly ThreadModel[],
  threads: ReadonlySet<NativeThread>,
  maxThreads: number,
): NativeThread | 'new' | undefined {
  const isLoaded = (thread: NativeThread) => models.every(({ id }) => thread.models.has(id));
  const idle = [...threads].filter((thread) => thread.isIdle);
  const ready = idle.find(isLoaded);
  if (ready !== undefined) return ready;
  const large = models.find(({ bytes }) => bytes > maxCopyBytes);
  if (large !== undefined) {
    const home = [...threads].find((thread) => thread.models.has(large.id));
    if (home !== undefined) return home.isIdle ? home : undefined;
  }
  const [first, ...rest] = idle;
  if (first === undefined) return threads.size < maxThreads ? 'new' : undefined;
  return rest.reduce((least, next) => (next.loadedBytes < least.loadedBytes ? next : least), first);
}
