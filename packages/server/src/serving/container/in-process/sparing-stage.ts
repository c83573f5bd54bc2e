import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Stage } from '../stage.ts';
import type { InProcessStage } from './in-process-stage.ts';
import { answerHereOr, presumedQuickBytes } from './native-engine.ts';

type AskThread = (request: ContainerRequest, signal: AbortSignal | undefined) => Promise<ContainerAnswer>;

/**
 * A native container that is loaded in the thread of the event loop, asked by itself, outside of a chain, which would know what its
 * requests cost: only what is small and stays so is answered in this thread, anything else in another one.
 */
export class SparingStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly native: InProcessStage['native'];
  readonly lineAccepts: readonly string[];
  readonly rowWidth: Stage['rowWidth'];
  readonly isLocal = true;
  readonly #here: InProcessStage;
  readonly #askThread: AskThread;

  constructor(here: InProcessStage, askThread: AskThread) {
    this.hostname = here.hostname;
    this.image = here.image;
    this.native = here.native;
    this.lineAccepts = here.lineAccepts;
    this.rowWidth = here.rowWidth;
    this.#here = here;
    this.#askThread = askThread;
  }

  invoke(request: ContainerRequest, signal?: AbortSignal): ContainerAnswer | Promise<ContainerAnswer> {
    if (request.body.length > presumedQuickBytes) return this.#askThread(request, signal);
    return answerHereOr(
      () => this.#here.invoke(request),
      () => this.#askThread(request, signal),
    );
  }

  ping() {
    return this.#here.ping();
  }

  executionParameters() {
    return this.#here.executionParameters();
  }

  close(): Promise<void> {
    return this.#here.close();
  }
}
