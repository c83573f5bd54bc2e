import { javaDoubleText } from '@catenary/scoring/internal/text';
import { asObject } from '../../../util/is-object.ts';
import type { Quality } from './measure-quality.ts';
import type { ProblemType } from './quality-plan.ts';
import { problemNames } from './quality-statistics.ts';

/** What constraints.json asks of a metric. */
export interface QualityConstraint {
  readonly metric: string;
  readonly threshold: number;
  readonly operator: 'GreaterThanThreshold' | 'LessThanThreshold';
}

/** A row of constraint_violations.json. */
export interface QualityViolation {
  readonly constraint_check_type: QualityConstraint['operator'];
  readonly description: string;
  readonly metric_name: string;
}

/** The constraints of a problem in a constraints.json, this server's or the service's, that an operator may have edited. */
export function readQualityConstraints(file: unknown, problem: ProblemType): QualityConstraint[] {
  const constraints = asObject(asObject(file)[`${problemNames[problem]}_constraints`]);
  return Object.entries(constraints).flatMap(([metric, given]) => {
    const { threshold, comparison_operator: operator } = asObject(given);
    if (operator !== 'GreaterThanThreshold' && operator !== 'LessThanThreshold') return [];
    return typeof threshold === 'number' ? [{ metric, threshold, operator }] : [];
  });
}

/** Where a metric is worse than its constraint says. A metric that is not defined violates nothing. */
export function findQualityViolations(quality: Quality, constraints: readonly QualityConstraint[]): QualityViolation[] {
  const values = new Map(quality.metrics.map(({ name, value }) => [name, value]));
  return constraints.flatMap(({ metric, threshold, operator }) => {
    const value = values.get(metric) ?? Number.NaN;
    if (!(operator === 'GreaterThanThreshold' ? value > threshold : value < threshold)) return [];
    const description = `Metric ${metric} with ${javaDoubleText(value)} was ${operator} ${javaDoubleText(threshold)}`;
    return [{ constraint_check_type: operator, description, metric_name: metric }];
  });
}
