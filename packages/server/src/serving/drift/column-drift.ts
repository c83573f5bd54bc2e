import { present } from '@catenary/scoring/internal/values';
import type { ColumnProfile } from '../monitoring/analysis/column-profile.ts';
import type { BaselineColumn } from '../monitoring/analysis/read-statistics.ts';
import { WeightedItems } from '../monitoring/analysis/weighted-items.ts';
import { chanceGap } from './chance-gap.ts';
import { type DriftMeasures, numberDrift, textDrift } from './drift-measures.ts';

/** How one column compares with its baseline. */
export interface ColumnDrift extends Partial<DriftMeasures> {
  readonly column: string;
  readonly verdict: 'drifted' | 'as before' | 'too few rows' | 'not compared';
  /** Values since the window began, how many different ones by estimate, and how many are missing. */
  readonly values: number;
  readonly distinct: number;
  readonly missing: number;
  /** The gap that `ks` has to exceed. */
  readonly threshold?: number;
}

/** A gap that matters: smaller ones are no alarm, however certain. */
const leastGap = 0.1;
/** Before this many values there is no verdict. */
const leastValues = 200;

/** `columns`: how many are looked at together. */
export function columnDrift(column: ColumnProfile, before: BaselineColumn | undefined, columns: number): ColumnDrift {
  const { name, present: values, missing, distinctCount: distinct } = column;
  const facts = { column: name, values, distinct, missing };
  const compared = before === undefined ? undefined : compare(column, before, columns);
  if (compared === undefined) return { ...facts, verdict: 'not compared' };
  const { measures, threshold } = compared;
  const isDrifted = measures.ks > threshold;
  const verdict = values < leastValues ? 'too few rows' : isDrifted ? 'drifted' : 'as before';
  return { ...facts, verdict, ...measures, ...present({ threshold }) };
}

function compare(column: ColumnProfile, before: BaselineColumn, columns: number) {
  const { numbers, categories } = column;
  if (before.categories !== undefined && categories !== undefined) {
    const measures = textDrift(before.categories, categories);
    const gaps = columns * new Set([...before.categories.keys(), ...categories.keys()]).size;
    return measures && { measures, threshold: thresholdOf(sumOf(before.categories), sumOf(categories), gaps) };
  }
  if (before.items === undefined || numbers === undefined) return undefined;
  const measures = numberDrift(before.items, new WeightedItems(numbers.sketch.levels));
  return measures && { measures, threshold: thresholdOf(before.items.total, numbers.count, columns) };
}

const thresholdOf = (before: number, now: number, gaps: number) => leastGap + chanceGap({ before, now, gaps });

const sumOf = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
