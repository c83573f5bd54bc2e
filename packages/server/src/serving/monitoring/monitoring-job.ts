import { present } from '@catenary/scoring/internal/values';
import type { DataQualityJob } from '../records/data-quality-request.ts';
import type { InlineDefinition } from '../records/monitoring-schedule-record.ts';

/** The definition in a schedule, in the form of one that has a name. */
export function monitoringJobOf(inline: InlineDefinition): DataQualityJob {
  const { MonitoringAppSpecification: specification, Environment, BaselineConfig, StoppingCondition } = inline;
  const { MonitoringResources: JobResources, NetworkConfig, RoleArn } = inline;
  return {
    DataQualityAppSpecification: { ...specification, ...present({ Environment }) },
    DataQualityJobInput: inline.MonitoringInputs[0] ?? {},
    DataQualityJobOutputConfig: inline.MonitoringOutputConfig,
    ...present({ DataQualityBaselineConfig: BaselineConfig, StoppingCondition, JobResources, NetworkConfig, RoleArn }),
  };
}
