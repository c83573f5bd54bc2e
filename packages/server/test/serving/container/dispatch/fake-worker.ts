import type { Worker } from '../../../../src/serving/container/dispatch/worker.ts';
import type { ContainerAnswer, ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { abortedError, StageUnreachable } from '../../../../src/serving/container/stage-unreachable.ts';

interface Given {
  readonly body: string;
  readonly path: string | undefined;
  answer(status?: number): void;
  fail(error: StageUnreachable): void;
}

/** A process whose answers, ends and starts the test decides. */
export class FakeWorker implements Worker {
  readonly given: Given[] = [];
  readonly replaced: string[] = [];
  readonly #onChange: () => void;
  isReady = false;
  isFailing = false;
  down = 'the process has not been started';
  readyInMs = Infinity;
  pid: number | undefined;
  #starts = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  start(): Promise<void> {
    this.become({ isReady: true, readyInMs: 0, pid: ++this.#starts });
    return Promise.resolve();
  }

  become(state: Partial<Pick<FakeWorker, 'isReady' | 'isFailing' | 'down' | 'readyInMs' | 'pid'>>): void {
    Object.assign(this, state);
    this.#onChange();
  }

  /** It ends; what it works on fails. */
  end(readyInMs: number): void {
    const given = [...this.given];
    const down = 'the process was killed by SIGKILL and is being started again';
    this.become({ isReady: false, readyInMs, pid: undefined, down });
    for (const request of given) request.fail(new StageUnreachable('connection', 'the process was killed by SIGKILL'));
  }

  invoke(request: ContainerRequest, signal?: AbortSignal, path?: string): Promise<ContainerAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        const at = this.given.indexOf(given);
        if (at >= 0) this.given.splice(at, 1);
        act();
      };
      const given: Given = {
        body: request.body.toString(),
        path,
        answer: (status = 200) => settle(() => resolve({ status, body: request.body })),
        fail: (error) => settle(() => reject(error)),
      };
      this.given.push(given);
      signal?.addEventListener('abort', () => given.fail(abortedError(signal)));
    });
  }

  replace(why: string): void {
    this.replaced.push(why);
  }

  close(): Promise<void> {
    this.become({ isReady: false, down: 'the container has been stopped' });
    return Promise.resolve();
  }
}
