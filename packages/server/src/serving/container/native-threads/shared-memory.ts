/** Something under way; a smaller number is an older one. */
interface Claim {
  readonly order: number;
}

/**
 * Memory that requests under way in threads share. Each may use `ownBytes`; what some use besides is `sharedBytes` in all, so that
 * several which need much do not have it at the same time. One that is alone with that has the limit of a request.
 */
export class SharedMemory<Task extends Claim> {
  readonly #ownBytes: number;
  readonly #sharedBytes: number;
  /** What tasks use besides their own: of those that do. */
  readonly #taken = new Map<Task, number>();

  constructor({ ownBytes, sharedBytes }: { readonly ownBytes: number; readonly sharedBytes: number }) {
    this.#ownBytes = ownBytes;
    this.#sharedBytes = sharedBytes;
  }

  /** Whether a task that gave way may be begun again: none that is older needs much any more. */
  hasRoomFor(task: Task): boolean {
    return [...this.#taken.keys()].every(({ order }) => order > task.order);
  }

  /**
   * Notes what a task uses now. Gives the one that has to give way if that is too much in all: the youngest of several, so that the
   * oldest always gets on.
   */
  note(task: Task, bytes: number): Task | undefined {
    if (bytes > this.#ownBytes) this.#taken.set(task, bytes - this.#ownBytes);
    else this.#taken.delete(task);
    const all = [...this.#taken.keys()];
    const sum = all.reduce((total, each) => total + (this.#taken.get(each) ?? 0), 0);
    if (all.length < 2 || sum <= this.#sharedBytes) return undefined;
    return all.reduce((youngest, each) => (each.order > youngest.order ? each : youngest));
  }

  release(task: Task): void {
    this.#taken.delete(task);
  }
}
