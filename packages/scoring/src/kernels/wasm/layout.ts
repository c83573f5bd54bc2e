/** Part of a memory: addresses in bytes, the end not included. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** What a region has to hold. Its address is a multiple of `alignment`. */
export interface RegionSize {
  readonly bytes: number;
  readonly alignment: number;
}

/** Room for `count` cells of `bytes` each. */
export const cells = (count: number, bytes: number, alignment = bytes): RegionSize => ({
  bytes: count * bytes,
  alignment,
});

/** Gives out a memory from some address on, one region behind the other. */
export class MemoryPlan {
  #end: number;

  constructor(start = 0) {
    this.#end = start;
  }

  /** Where the last region ends: this many bytes are needed. */
  get end(): number {
    return this.#end;
  }

  take({ bytes, alignment }: RegionSize): Region {
    const start = Math.ceil(this.#end / alignment) * alignment;
    this.#end = start + bytes;
    return { start, end: this.#end };
  }
}

export interface Layout<Name extends string> {
  readonly regions: Readonly<Record<Name, Region>>;
  readonly end: number;
}

/** The regions by name, in the order in which they are named, from the address `start` on. */
export function layOut<Name extends string>(sizes: Readonly<Record<Name, RegionSize>>, start = 0): Layout<Name> {
  const plan = new MemoryPlan(start);
  const entries = Object.entries<RegionSize>(sizes).map(([name, size]) => [name, plan.take(size)]);
  return { regions: Object.fromEntries(entries) as Record<Name, Region>, end: plan.end };
}
