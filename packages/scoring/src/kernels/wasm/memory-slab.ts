import type { KernelCode } from './kernel-code.ts';
import type { Region } from './layout.ts';
import { MemoryViews } from './memory-views.ts';
import type { webAssembly } from './web-assembly.ts';

/** Bytes of a slab. It never grows, so views of it stay. */
export const SLAB_BYTES = 2 ** 24;

/** Regions begin at multiples of this many bytes: a line of a cache. */
const GRAIN = 64;

type Memory = InstanceType<NonNullable<typeof webAssembly>['Memory']>;

/** A memory that kernels share: each has a region of its own, and all have one instance of each module. */
export class MemorySlab {
  readonly views: MemoryViews;
  readonly #memory: Memory;
  readonly #instances = new Map<object, unknown>();
  /** What is free, in the order of addresses; neighbours are one. */
  #free: Region[];
  /** Behind it no region ever was: all bytes are 0. */
  #usedEnd = 0;

  /** Throws where the engine has no memory, or no addresses, left. */
  constructor(wasm: KernelCode['wasm'], bytes = SLAB_BYTES) {
    this.#memory = new wasm.Memory({ initial: Math.ceil(bytes / 65_536) });
    this.views = new MemoryViews(this.#memory.buffer);
    this.#free = [{ start: 0, end: this.views.bytes.length }];
  }

  get isEmpty(): boolean {
    const [only] = this.#free;
    return only !== undefined && only.end - only.start === this.views.bytes.length;
  }

  /** A region of this many bytes, all of them 0; undefined if there is none. */
  take(bytes: number): Region | undefined {
    const size = Math.ceil(bytes / GRAIN) * GRAIN;
    const at = this.#free.findIndex(({ start, end }) => end - start >= size);
    const free = this.#free[at];
    if (free === undefined) return undefined;
    const region = { start: free.start, end: free.start + size };
    const rest = { start: region.end, end: free.end };
    this.#free.splice(at, 1, ...(rest.start < rest.end ? [rest] : []));
    this.views.bytes.fill(0, region.start, Math.min(region.end, this.#usedEnd));
    this.#usedEnd = Math.max(region.end, this.#usedEnd);
    return region;
  }

  giveBack(region: Region): void {
    const free = [...this.#free, region].sort((a, b) => a.start - b.start);
    const joined: Region[] = [];
    for (const { start, end } of free) {
      const last = joined.at(-1);
      if (last !== undefined && last.end === start) joined[joined.length - 1] = { start: last.start, end };
      else joined.push({ start, end });
    }
    this.#free = joined;
  }

  /** The exports of a module over this memory. Throws where the engine refuses. */
  functionsOf({ wasm, code }: KernelCode): unknown {
    const known = this.#instances.get(code);
    if (known !== undefined) return known;
    const { exports } = new wasm.Instance(code, { kernel: { memory: this.#memory } });
    this.#instances.set(code, exports);
    return exports;
  }
}
