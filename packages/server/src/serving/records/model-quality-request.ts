import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import {
  type BaselineConfig,
  baselineConfig,
  type DataQualityJob,
  type EndpointInput,
  endpointInput,
  monitoringOutputConfig,
  stoppingCondition,
} from './data-quality-request.ts';

/** CreateModelQualityJobDefinition as a caller writes it, without its tags: the members that this server reads (SageMaker API reference). */
export interface ModelQualityRequest {
  readonly JobDefinitionName: string;
  readonly ModelQualityAppSpecification: {
    readonly ImageUri: string;
    readonly ProblemType?: string;
    readonly Environment?: Readonly<Record<string, string>>;
  };
  readonly ModelQualityBaselineConfig?: BaselineConfig;
  readonly ModelQualityJobInput: {
    readonly EndpointInput?: EndpointInput;
    readonly GroundTruthS3Input: { readonly S3Uri?: string };
  };
  readonly ModelQualityJobOutputConfig: DataQualityJob['DataQualityJobOutputConfig'];
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds: number };
  readonly JobResources?: object;
  readonly NetworkConfig?: object;
  readonly RoleArn?: string;
}

export const modelQualityRequest = (z: Zod): z.ZodType<ModelQualityRequest> =>
  z.looseObject({
    JobDefinitionName: z.string(),
    ModelQualityAppSpecification: z.looseObject({
      ImageUri: z.string(),
      ProblemType: z.string().exactOptional(),
      Environment: z.record(z.string(), z.string()).exactOptional(),
    }),
    ModelQualityBaselineConfig: baselineConfig(z).exactOptional(),
    ModelQualityJobInput: z.looseObject({
      EndpointInput: endpointInput(z).exactOptional(),
      GroundTruthS3Input: z.looseObject({ S3Uri: z.string().exactOptional() }),
    }),
    ModelQualityJobOutputConfig: monitoringOutputConfig(z),
    StoppingCondition: stoppingCondition(z).exactOptional(),
    JobResources: z.looseObject({}).exactOptional(),
    NetworkConfig: z.looseObject({}).exactOptional(),
    RoleArn: z.string().exactOptional(),
  });
