import { present } from '@catenary/scoring/internal/values';
import type { BaselineConfig, DataQualityJob, EndpointInput } from '../records/data-quality-request.ts';
import type { ModelQualityRequest } from '../records/model-quality-request.ts';
import type { InlineDefinition } from '../records/monitoring-schedule-record.ts';

/** What a monitoring job does, whatever kind of definition says so. */
export interface MonitoringJob {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly baseline: BaselineConfig | undefined;
  readonly input: EndpointInput | undefined;
  readonly outputs: DataQualityJob['DataQualityJobOutputConfig']['MonitoringOutputs'];
  readonly stoppingCondition: { readonly MaxRuntimeInSeconds: number } | undefined;
  /** What it says of machines, roles and networks is given back with its jobs. */
  readonly surroundings: object;
  /** Where the quality of a model is analysed. */
  readonly quality?: { readonly problemType: string | undefined; readonly groundTruth: string };
}

interface Surroundings {
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds: number };
  readonly JobResources?: object;
  readonly NetworkConfig?: object;
  readonly RoleArn?: string;
}

export const dataQualityJob = (definition: DataQualityJob): MonitoringJob => ({
  image: definition.DataQualityAppSpecification.ImageUri,
  environment: definition.DataQualityAppSpecification.Environment ?? {},
  baseline: definition.DataQualityBaselineConfig,
  input: definition.DataQualityJobInput.EndpointInput,
  outputs: definition.DataQualityJobOutputConfig.MonitoringOutputs,
  ...surroundingsOf(definition),
});

export function modelQualityJob(definition: ModelQualityRequest): MonitoringJob {
  const { ModelQualityAppSpecification: specification, ModelQualityJobInput: input } = definition;
  return {
    image: specification.ImageUri,
    environment: specification.Environment ?? {},
    baseline: definition.ModelQualityBaselineConfig,
    input: input.EndpointInput,
    outputs: definition.ModelQualityJobOutputConfig.MonitoringOutputs,
    quality: { problemType: specification.ProblemType, groundTruth: input.GroundTruthS3Input.S3Uri ?? '' },
    ...surroundingsOf(definition),
  };
}

/** The definition in a schedule itself: of the quality of data. */
export const inlineJob = (definition: InlineDefinition): MonitoringJob => ({
  image: definition.MonitoringAppSpecification.ImageUri,
  environment: definition.Environment ?? {},
  baseline: definition.BaselineConfig,
  input: definition.MonitoringInputs[0]?.EndpointInput,
  outputs: definition.MonitoringOutputConfig.MonitoringOutputs,
  ...surroundingsOf({ ...definition, ...present({ JobResources: definition.MonitoringResources }) }),
});

const surroundingsOf = ({ StoppingCondition, JobResources, NetworkConfig, RoleArn }: Surroundings) => ({
  stoppingCondition: StoppingCondition,
  surroundings: present({ ProcessingResources: JobResources, RoleArn, NetworkConfig }),
});
