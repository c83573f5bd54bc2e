import { javaDoubleText } from '@catenary/scoring/internal/text';
import { countFitting } from './cell-type.ts';
import type { ColumnProfile } from './column-profile.ts';
import type { DataProfile } from './data-profile.ts';
import { type ComparisonMethod, categoricalDistance, numericalDistance } from './distances.ts';
import type { ColumnConstraints } from './read-constraints.ts';
import type { BaselineColumn } from './read-statistics.ts';
import { WeightedItems } from './weighted-items.ts';

/** A row of constraint_violations.json. */
export interface Violation {
  readonly feature_name: string;
  readonly constraint_check_type:
    | 'data_type_check'
    | 'completeness_check'
    | 'baseline_drift_check'
    | 'missing_column_check'
    | 'extra_column_check'
    | 'categorical_values_check';
  readonly description: string;
}

/** What data is compared with. */
export interface Baseline {
  readonly constraints: readonly ColumnConstraints[];
  /** By the names of columns; empty if nothing is compared. */
  readonly statistics: ReadonlyMap<string, BaselineColumn>;
}

/** How far a column of the data is from that of the baseline; undefined where there is nothing to compare. */
export function driftOf(column: ColumnProfile, before: BaselineColumn, method: ComparisonMethod): number | undefined {
  const { numbers, categories } = column;
  if (before.categories !== undefined && categories !== undefined)
    return categoricalDistance(before.categories, categories, method);
  if (before.items === undefined || numbers === undefined) return undefined;
  return numericalDistance(before.items, new WeightedItems(numbers.sketch.levels), method);
}

/** Where the data breaks the constraints (developer guide, "Schema for Violations"). */
export function findViolations(profile: DataProfile, baseline: Baseline): Violation[] {
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  return [
    ...checkColumnCount(columns.size, baseline.constraints.length),
    ...baseline.constraints.flatMap((constraints) => {
      const column = columns.get(constraints.name);
      if (column === undefined || !constraints.config.isEvaluated) return [];
      return [
        ...checkDataType(column, constraints),
        ...checkCompleteness(column, constraints),
        ...checkDomains(column, constraints),
        ...checkDrift(column, constraints, baseline.statistics.get(constraints.name)),
      ];
    }),
  ];
}

/** By number, as the service counts them: names of columns without a header are positions. */
function checkColumnCount(count: number, expected: number): Violation[] {
  if (count === expected) return [];
  const kind = count < expected ? 'missing' : 'extra';
  return [
    {
      feature_name: `${kind === 'missing' ? 'Missing' : 'Extra'} columns`,
      constraint_check_type: `${kind}_column_check`,
      description: `There are ${kind} columns in current dataset. Number of columns in current dataset: ${count}, Number of columns in baseline constraints: ${expected}`,
    },
  ];
}

function checkDataType(
  { name, present, types }: ColumnProfile,
  { inferredType: type, config }: ColumnConstraints,
): Violation[] {
  if (present === 0 || type === 'Unknown') return [];
  const share = countFitting(type, types) / present;
  if (share >= config.dataTypeThreshold) return [];
  const percent = (value: number) => `${javaDoubleText(value * 100)}%`;
  return [
    {
      feature_name: name,
      constraint_check_type: 'data_type_check',
      description:
        `Data type match requirement is not met. Expected data type: ${type}, Expected match: ${percent(config.dataTypeThreshold)}. ` +
        `Observed: Only ${percent(share)} of data is ${type}.`,
    },
  ];
}

function checkCompleteness({ name, completeness = 1 }: ColumnProfile, constraints: ColumnConstraints): Violation[] {
  if (completeness >= (constraints.completeness ?? 0)) return [];
  return [{ feature_name: name, constraint_check_type: 'completeness_check', description: notMet(completeness) }];
}

function checkDomains(
  { name, present, categories, type }: ColumnProfile,
  { domains, config }: ColumnConstraints,
): Violation[] {
  // Without categories there are more values than are counted: most are outside any domain that is written down.
  if (domains === undefined || present === 0 || type === 'Unknown') return [];
  const known = new Set(domains);
  const inside = [...(categories ?? [])].reduce((sum, [value, count]) => sum + (known.has(value) ? count : 0), 0);
  const share = inside / present;
  if (share >= config.domainThreshold) return [];
  return [{ feature_name: name, constraint_check_type: 'categorical_values_check', description: notMet(share) }];
}

function checkDrift(
  column: ColumnProfile,
  { config }: ColumnConstraints,
  before: BaselineColumn | undefined,
): Violation[] {
  if (!config.isCompared || before === undefined) return [];
  const distance = driftOf(column, before, config.method);
  const isText = before.categories !== undefined;
  const threshold = isText ? config.categoricalThreshold : config.comparisonThreshold;
  if (distance === undefined || distance <= threshold) return [];
  const [Kind, kind] = isText ? ['Categorical', 'categorical'] : ['Numerical', 'numerical'];
  return [
    {
      feature_name: column.name,
      constraint_check_type: 'baseline_drift_check',
      description: `${Kind} distance: ${javaDoubleText(distance)} exceeds ${kind} threshold: ${javaDoubleText(threshold)}`,
    },
  ];
}

/** With a blank at its end, as the service writes it. */
const notMet = (share: number) => `Value: ${javaDoubleText(share)} does not meet the constraint requirement! `;
