import type { FoundHost } from '../in-process/sklearn/choose-host.ts';
import type { NativeThreads } from './native-threads.ts';

/** What is done with artifacts before there is anything to serve. It may take long, so it is done in threads. */
export class LoadThreads {
  readonly #threads: NativeThreads;

  constructor(threads: NativeThreads) {
    this.#threads = threads;
  }

  /** As `extractArtifact` does. */
  async extract(path: string, directory: string, signal?: AbortSignal): Promise<void> {
    await this.#threads.do({ kind: 'extract', path, directory }, signal);
  }

  /** As `findHost` does. */
  async findHost(path: string, signal: AbortSignal): Promise<FoundHost> {
    return (await this.#threads.do({ kind: 'find-host', path }, signal)) as FoundHost;
  }
}
