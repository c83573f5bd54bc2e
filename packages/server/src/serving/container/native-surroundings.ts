import type { LoadTurns } from './load-turns.ts';
import type { LoadedOnce } from './loaded-once.ts';
import type { LoadThreads } from './native-threads/load-threads.ts';
import type { LoadedInThread, NativeThreads } from './native-threads/native-threads.ts';
import type { NativeContainer } from './surfaces/native-container.ts';

/** Threads that all accounts of a server share. */
interface SharedThreads {
  /** Threads that answer long requests and hold large models. */
  readonly threads: NativeThreads;
  /** Threads that unpack archives and inspect model files. */
  readonly loads: LoadThreads;
}

/** What the native containers of an account share. */
export interface NativeSurroundings extends SharedThreads {
  readonly turns: LoadTurns;
  /** Small models, loaded in this thread. */
  readonly here: LoadedOnce<NativeContainer>;
  /** Large ones, loaded in threads. */
  readonly elsewhere: LoadedOnce<LoadedInThread>;
}
