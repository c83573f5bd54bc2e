import type { ColumnProfile } from './column-profile.ts';
import type { DataProfile } from './data-profile.ts';

const generatedConfig = {
  evaluate_constraints: 'Enabled',
  emit_metrics: 'Enabled',
  datatype_check_threshold: 1,
  domain_content_threshold: 1,
  distribution_constraints: {
    perform_comparison: 'Enabled',
    comparison_threshold: 0.1,
    comparison_method: 'Robust',
    categorical_comparison_threshold: 0.1,
    categorical_drift_method: 'LInfinity',
  },
};

/** constraints.json that some data suggests (developer guide, "Schema for Constraints"; rules of Deequ's suggestions). */
export function suggestConstraints(profile: DataProfile): object {
  return {
    version: 0,
    features: profile.columns.map((column) => ({
      name: column.name,
      inferred_type: column.type,
      ...suggestCompleteness(column, profile.rowCount),
      ...suggestBounds(column),
    })),
    monitoring_config: generatedConfig,
  };
}

/** The lower end of the 95 % interval of the share, cut to two decimals; none where most values are missing. */
function suggestCompleteness({ completeness: share = 0 }: ColumnProfile, rows: number): object {
  if (share === 1) return { completeness: 1 };
  if (share <= 0.2) return {};
  const lower = share - 1.96 * Math.sqrt((share * (1 - share)) / rows);
  return { completeness: Math.max(0, Math.floor(lower * 100) / 100) };
}

function suggestBounds(column: ColumnProfile): object {
  if (column.type === 'String') return suggestDomains(column);
  const { numbers } = column;
  return numbers === undefined ? {} : { num_constraints: { is_non_negative: numbers.min >= 0 } };
}

/** The values that there are, the most frequent first, if hardly any of them is there only once. */
function suggestDomains({ categories }: ColumnProfile): object {
  if (categories === undefined) return {};
  const once = [...categories.values()].filter((count) => count === 1).length;
  if (once > categories.size / 10) return {};
  const domains = [...categories].sort(([, one], [, other]) => other - one).map(([value]) => value);
  return { string_constraints: { domains } };
}
