import { cells, type Region, type RegionSize } from '../../wasm/layout.ts';

/**
 * Sets of categories, by node: bit `c & 31` of `bits[starts[n] + (c >> 5)]`, over `sizes[n]` words. A start of -1 where a node
 * has none.
 */
interface CategorySets {
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  readonly bits: Uint32Array;
}

/** Where sets stand: for each node the address of its set, and the sets, as `setWriter` writes them. */
export interface SetRegions {
  readonly sets: Region;
  readonly categories: Region;
}

/** Bytes of an address, and of a word of a set. */
const WORD_BYTES = 4;

/** Words of a set besides its bits: how many those are, before them, and zeros for all codes beyond, behind them. */
const FRAME_WORDS = 2;

/** No room where no split is by category. */
export function sizeSets(
  categories: CategorySets | undefined,
  nodeCount: number,
): Record<keyof SetRegions, RegionSize> {
  if (categories === undefined) return { sets: cells(0, WORD_BYTES), categories: cells(0, WORD_BYTES) };
  const { starts, sizes } = categories;
  // The first set is the empty one.
  const words = starts.reduce((sum, start, node) => (start < 0 ? sum : sum + sizes[node] + FRAME_WORDS), FRAME_WORDS);
  return { sets: cells(nodeCount, WORD_BYTES), categories: cells(words, WORD_BYTES) };
}

/** Gives node `to` of the kernel the set of node `from` of the trees, or the empty one where `from` is -1. */
export type WriteSet = (to: number, from: number) => void;

/** Undefined where no split is by category. */
export function setWriter(
  words: Int32Array,
  categories: CategorySets | undefined,
  regions: SetRegions,
): WriteSet | undefined {
  if (categories === undefined) return undefined;
  const { starts, sizes, bits } = categories;
  const table = regions.sets.start / WORD_BYTES;
  const empty = regions.categories.start;
  let next = empty / WORD_BYTES + FRAME_WORDS;
  return (to, from) => {
    if (from < 0) {
      words[table + to] = empty;
      return;
    }
    words[table + to] = next * WORD_BYTES;
    words[next] = sizes[from];
    words.set(bits.subarray(starts[from], starts[from] + sizes[from]), next + 1);
    next += sizes[from] + FRAME_WORDS;
  };
}
