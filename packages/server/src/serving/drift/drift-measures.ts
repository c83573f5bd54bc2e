import { defined } from '@catenary/scoring/internal/values';
import { largestGap } from '../monitoring/analysis/largest-gap.ts';
import type { WeightedItems } from '../monitoring/analysis/weighted-items.ts';

/** How far two distributions are apart. */
export interface DriftMeasures {
  /** The largest difference of the distribution functions (Kolmogorov and Smirnov's); of texts that of the shares of one of them. 0 to 1. */
  readonly ks: number;
  /** Population stability index: 0.1 is watched by habit, 0.25 acted upon. */
  readonly psi: number;
  /** The distance of Jensen and Shannon to base 2: 0 to 1. */
  readonly jensenShannon: number;
}

/** Numbers are counted between the deciles of the baseline. */
const bins = 10;
/** The share of a bin that is empty: its logarithm would be infinite. */
const emptyShare = 1e-4;

/** Of numbers; undefined if either has none. */
export function numberDrift(before: WeightedItems, now: WeightedItems): DriftMeasures | undefined {
  if (before.total === 0 || now.total === 0) return undefined;
  const cuts = decilesOf(before);
  return { ks: largestGap(before, now), ...shareMeasures(sharesBetween(before, cuts), sharesBetween(now, cuts)) };
}

/** Of texts by how often each is there; undefined if either has none. */
export function textDrift(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): DriftMeasures | undefined {
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const shares = (counts: ReadonlyMap<string, number>) => {
    const total = names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
    return total === 0 ? undefined : names.map((name) => (counts.get(name) ?? 0) / total);
  };
  const [p, q] = [shares(before), shares(now)];
  if (p === undefined || q === undefined) return undefined;
  const gap = p.reduce((largest, share, at) => Math.max(largest, Math.abs(share - defined(q[at]))), 0);
  return { ks: gap, ...shareMeasures(p, q) };
}

/** The different values below which a tenth, two tenths … of the values are. */
function decilesOf({ items, ranks, total }: WeightedItems): number[] {
  const cuts = new Set<number>();
  let next = 1;
  for (const [at, item] of items.entries()) {
    const share = defined(ranks[at]) / total;
    if (next === bins || share < next / bins) continue;
    cuts.add(item);
    next = Math.min(bins, Math.floor(share * bins) + 1);
  }
  return [...cuts];
}

function sharesBetween(of: WeightedItems, cuts: readonly number[]): number[] {
  const ranks = [0, ...cuts.map((cut) => of.rank(cut)), of.total];
  return ranks.slice(1).map((rank, at) => (rank - defined(ranks[at])) / of.total);
}

function shareMeasures(p: readonly number[], q: readonly number[]): Omit<DriftMeasures, 'ks'> {
  let psi = 0;
  let divergence = 0;
  for (const [at, before] of p.entries()) {
    const now = defined(q[at]);
    const [filled, filledNow] = [Math.max(before, emptyShare), Math.max(now, emptyShare)];
    psi += (filledNow - filled) * Math.log(filledNow / filled);
    const middle = (before + now) / 2;
    divergence += (part(before, middle) + part(now, middle)) / 2;
  }
  // Rounding may give a little less than nothing.
  return { psi, jensenShannon: Math.sqrt(Math.max(0, divergence)) };
}

const part = (share: number, middle: number) => (share === 0 ? 0 : share * Math.log2(share / middle));
