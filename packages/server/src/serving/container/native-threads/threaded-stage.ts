import type { ExecutionParameters } from '../execution-parameters.ts';
import type { NativeEngine } from '../in-process/native-engine.ts';
import type { ThreadModel } from '../in-process/thread-model.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { RowWidth } from '../row-width.ts';
import type { Stage } from '../stage.ts';
import { answerInThread } from './answer-in-thread.ts';
import type { LoadedInThread, NativeThreads } from './native-threads.ts';

/** The threads of a model, and whether no other stage uses it any more, once this one does not. */
interface Home {
  readonly threads: NativeThreads;
  readonly isLast?: () => boolean;
}

/**
 * A native container whose model is loaded only in threads: it is so large that loading it would block everything else.
 */
export class ThreadedStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly native: NativeEngine;
  readonly isLocal = true;
  readonly lineAccepts: readonly string[];
  readonly rowWidth: RowWidth | undefined;
  readonly #model: ThreadModel;
  readonly #threads: NativeThreads;
  readonly #isLast: () => boolean;
  readonly #wishes: ExecutionParameters;

  constructor({ model, wishes, lineAccepts, rowWidth }: LoadedInThread, { threads, isLast = () => true }: Home) {
    this.hostname = model.definition.hostname;
    this.image = model.definition.image;
    this.native = { model };
    this.#model = model;
    this.lineAccepts = lineAccepts;
    this.rowWidth = rowWidth;
    this.#threads = threads;
    this.#isLast = isLast;
    this.#wishes = wishes;
  }

  async invoke(request: ContainerRequest, signal: AbortSignal): Promise<ContainerAnswer> {
    return (await answerInThread({ threads: this.#threads, models: [this.#model] }, request, signal)).answer;
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  executionParameters(): Promise<ExecutionParameters> {
    return Promise.resolve(this.#wishes);
  }

  close(): Promise<void> {
    if (this.#isLast()) this.#threads.forget(this.#model);
    return Promise.resolve();
  }
}
