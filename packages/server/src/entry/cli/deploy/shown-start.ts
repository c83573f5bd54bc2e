import type { StartingContainer } from '../server/read-figures.ts';

/** Where it is shown: `process.stdout`. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The server is asked so often, milliseconds. */
const askMs = 500;

/**
 * What the start of an endpoint is doing: one line that changes on a terminal; elsewhere a line for the first step of
 * each container, which says what takes long.
 */
export class ShownStart {
  readonly #screen: Screen;
  readonly #told = new Set<string>();
  #askedAt = performance.now();
  #isDrawn = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Whether it is time to ask again. */
  isDue(): boolean {
    if (performance.now() - this.#askedAt < askMs) return false;
    this.#askedAt = performance.now();
    return true;
  }

  show(starting: readonly StartingContainer[]): void {
    if (this.#screen.isTTY === true) this.#draw(starting);
    else for (const one of starting) this.#tell(one);
  }

  /** Leaves an empty line on a terminal. */
  clear(): void {
    if (this.#isDrawn) this.#screen.write('\r\u001b[K');
    this.#isDrawn = false;
  }

  #draw(starting: readonly StartingContainer[]): void {
    const steps = starting.map(({ hostname, doing, seconds }) => `${hostname}, ${Math.round(seconds)} s: ${doing}`);
    if (steps.length === 0) return this.clear();
    // A terminal that does not know how wide it is says 0.
    const line = steps.join('; ').slice(0, (this.#screen.columns || 80) - 1);
    this.#screen.write(`\r${line}\u001b[K`);
    this.#isDrawn = true;
  }

  #tell({ variant, hostname, doing }: StartingContainer): void {
    const key = JSON.stringify([variant, hostname]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#screen.write(`${hostname}: ${doing}\n`);
  }
}
