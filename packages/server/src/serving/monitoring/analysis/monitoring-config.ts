import { asObject } from '../../../util/is-object.ts';
import type { ComparisonMethod } from './distances.ts';

/** How the constraints of a column are evaluated. */
export interface MonitoringConfig {
  readonly isEvaluated: boolean;
  readonly emitsMetrics: boolean;
  /** Share of the values that must be of the column's type. */
  readonly dataTypeThreshold: number;
  /** Share of the values that must be among its domains. */
  readonly domainThreshold: number;
  readonly isCompared: boolean;
  readonly comparisonThreshold: number;
  readonly categoricalThreshold: number;
  readonly method: ComparisonMethod;
}

export const defaultConfig: MonitoringConfig = {
  isEvaluated: true,
  emitsMetrics: true,
  dataTypeThreshold: 1,
  domainThreshold: 1,
  isCompared: true,
  comparisonThreshold: 0.1,
  categoricalThreshold: 0.1,
  method: 'Robust',
};

/** The members of a monitoring_config replace those of the configuration before it. Older files have `enable_comparisons` and `min_domain_mass`. */
export function overConfig(before: MonitoringConfig, given: unknown): MonitoringConfig {
  const config = asObject(given);
  const compared = asObject(config.distribution_constraints);
  const threshold = numberOf(compared.comparison_threshold, before.comparisonThreshold);
  const hasOwn = compared.comparison_threshold !== undefined;
  return {
    isEvaluated: isEnabled(config.evaluate_constraints, before.isEvaluated),
    emitsMetrics: isEnabled(config.emit_metrics, before.emitsMetrics),
    dataTypeThreshold: numberOf(config.datatype_check_threshold, before.dataTypeThreshold),
    domainThreshold: numberOf(config.domain_content_threshold ?? config.min_domain_mass, before.domainThreshold),
    isCompared: isEnabled(compared.perform_comparison ?? compared.enable_comparisons, before.isCompared),
    comparisonThreshold: threshold,
    categoricalThreshold: numberOf(
      compared.categorical_comparison_threshold,
      hasOwn ? threshold : before.categoricalThreshold,
    ),
    method: methodOf(compared.comparison_method, before.method),
  };
}

const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

const isEnabled = (value: unknown, otherwise: boolean) =>
  value === undefined ? otherwise : value === true || value === 'Enabled';

/** Some pages call them `linf_robust` and `linf_simple`. */
function methodOf(value: unknown, otherwise: ComparisonMethod): ComparisonMethod {
  if (typeof value !== 'string') return otherwise;
  return value.toLowerCase().endsWith('simple') ? 'Simple' : 'Robust';
}
