import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** What a data quality job does: members of CreateDataQualityJobDefinition that this server reads (SageMaker API reference). */
export interface DataQualityJob {
  readonly DataQualityAppSpecification: {
    readonly ImageUri: string;
    readonly Environment?: Readonly<Record<string, string>>;
  };
  readonly DataQualityBaselineConfig?: BaselineConfig;
  readonly DataQualityJobInput: { readonly EndpointInput?: EndpointInput };
  readonly DataQualityJobOutputConfig: {
    readonly MonitoringOutputs: readonly {
      readonly S3Output: { readonly S3Uri: string; readonly LocalPath: string };
    }[];
  };
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds: number };
  readonly JobResources?: object;
  readonly NetworkConfig?: object;
  readonly RoleArn?: string;
}

/** CreateDataQualityJobDefinition as a caller writes it, without its tags. */
export interface DataQualityRequest extends DataQualityJob {
  readonly JobDefinitionName: string;
}

export interface BaselineConfig {
  readonly BaseliningJobName?: string;
  readonly ConstraintsResource?: { readonly S3Uri?: string };
  readonly StatisticsResource?: { readonly S3Uri?: string };
}

export interface EndpointInput {
  readonly EndpointName: string;
  readonly LocalPath: string;
  readonly StartTimeOffset?: string;
  readonly EndTimeOffset?: string;
  /** For the quality of models: where in an answer the prediction is, and the probability of the positive class. */
  readonly InferenceAttribute?: string;
  readonly ProbabilityAttribute?: string;
  /** From which probability on a prediction is positive. */
  readonly ProbabilityThresholdAttribute?: number;
}

const resource = (z: Zod) => z.looseObject({ S3Uri: z.string().exactOptional() }).exactOptional();

export const endpointInput = (z: Zod): z.ZodType<EndpointInput> =>
  z.looseObject({
    EndpointName: z.string(),
    LocalPath: z.string(),
    StartTimeOffset: z.string().exactOptional(),
    EndTimeOffset: z.string().exactOptional(),
    InferenceAttribute: z.string().exactOptional(),
    ProbabilityAttribute: z.string().exactOptional(),
    ProbabilityThresholdAttribute: z.number().exactOptional(),
  });

export const baselineConfig = (z: Zod): z.ZodType<BaselineConfig> =>
  z.looseObject({
    BaseliningJobName: z.string().exactOptional(),
    ConstraintsResource: resource(z),
    StatisticsResource: resource(z),
  });

/** Where results go. */
export const monitoringOutputConfig = (z: Zod): z.ZodType<DataQualityJob['DataQualityJobOutputConfig']> =>
  z.looseObject({
    MonitoringOutputs: z.array(
      z.looseObject({ S3Output: z.looseObject({ S3Uri: z.string(), LocalPath: z.string() }) }),
    ),
  });

export const stoppingCondition = (z: Zod) => z.looseObject({ MaxRuntimeInSeconds: z.number() });

export const dataQualityRequest = (z: Zod): z.ZodType<DataQualityRequest> =>
  z.looseObject({
    JobDefinitionName: z.string(),
    DataQualityAppSpecification: z.looseObject({
      ImageUri: z.string(),
      Environment: z.record(z.string(), z.string()).exactOptional(),
    }),
    DataQualityBaselineConfig: baselineConfig(z).exactOptional(),
    DataQualityJobInput: z.looseObject({ EndpointInput: endpointInput(z).exactOptional() }),
    DataQualityJobOutputConfig: monitoringOutputConfig(z),
    StoppingCondition: stoppingCondition(z).exactOptional(),
    JobResources: z.looseObject({}).exactOptional(),
    NetworkConfig: z.looseObject({}).exactOptional(),
    RoleArn: z.string().exactOptional(),
  });
