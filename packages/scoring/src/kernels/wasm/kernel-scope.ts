/** What runs a model's fast loops: WebAssembly where the engine has it, WebAssembly or nothing, or the plain loops. */
export type KernelChoice = 'auto' | 'wasm' | 'plain';

/** Memory of a kernel, which may be given back. */
interface Releasable {
  release(): void;
}

let current: KernelScope | undefined;

function runIn<Result>(scope: KernelScope, work: () => Result): Result {
  const before = current;
  current = scope;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * What the kernels of one model share: which kind they are, and what has to be given back with the model. Loaders and calls run
 * inside of it. Kernels are opened deep below, by steps of a pipeline that know nothing of the model around them; all of it is
 * synchronous, so there is one scope at a time.
 */
export class KernelScope {
  readonly choice: KernelChoice;
  readonly #held = new Set<Releasable>();
  #isReleased = false;

  constructor(choice: KernelChoice = 'auto') {
    this.choice = choice;
  }

  /** That of the model that is being loaded or asked; undefined where none is. */
  static get current(): KernelScope | undefined {
    return current;
  }

  run<Result>(work: () => Result): Result {
    return runIn(this, work);
  }

  get isReleased(): boolean {
    return this.#isReleased;
  }

  hold(memory: Releasable): void {
    this.#held.add(memory);
  }

  /** What was opened inside of it is not to be used any more. */
  release(): void {
    this.#isReleased = true;
    for (const memory of this.#held) memory.release();
    this.#held.clear();
  }
}
