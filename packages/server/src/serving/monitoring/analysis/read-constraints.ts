import { present } from '@catenary/scoring/internal/values';
import { asObject, isObject } from '../../../util/is-object.ts';
import { plainText } from '../../../util/plain-text.ts';
import type { InferredType } from './cell-type.ts';
import { defaultConfig, type MonitoringConfig, overConfig } from './monitoring-config.ts';
import { isInferredType } from './read-statistics.ts';

/** What constraints.json asks of a column. */
export interface ColumnConstraints {
  readonly name: string;
  readonly inferredType: InferredType;
  readonly completeness?: number;
  readonly domains?: readonly string[];
  readonly config: MonitoringConfig;
}

/** A constraints.json, this server's or the service's, that an operator may have edited. */
export function readConstraints(file: unknown): readonly ColumnConstraints[] {
  const { features, monitoring_config: shared } = asObject(file);
  return (Array.isArray(features) ? (features as unknown[]) : []).flatMap((feature) => {
    if (!isObject(feature) || typeof feature.name !== 'string') return [];
    const { name, inferred_type: type, completeness } = feature;
    const texts = asObject(feature.string_constraints);
    const overrides = [
      asObject(feature.num_constraints).monitoring_config_overrides,
      texts.monitoring_config_overrides,
      feature.monitoringConfigOverrides,
    ];
    return {
      name,
      inferredType: isInferredType(type) ? type : 'Unknown',
      ...present({
        completeness: typeof completeness === 'number' ? completeness : undefined,
        domains: Array.isArray(texts.domains) ? texts.domains.flatMap((word) => plainText(word) ?? []) : undefined,
      }),
      config: overrides.reduce<MonitoringConfig>(overConfig, overConfig(defaultConfig, shared)),
    };
  });
}
