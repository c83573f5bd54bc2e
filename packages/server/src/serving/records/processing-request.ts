import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** CreateProcessingJob as a caller writes it: the members that this server reads (SageMaker API reference). */
export interface ProcessingRequest {
  readonly ProcessingJobName: string;
  readonly AppSpecification: {
    readonly ImageUri: string;
    readonly ContainerEntrypoint?: readonly string[];
    readonly ContainerArguments?: readonly string[];
  };
  readonly Environment?: Readonly<Record<string, string>>;
  readonly ProcessingInputs?: readonly ProcessingInput[];
  readonly ProcessingOutputConfig?: { readonly Outputs: readonly ProcessingOutput[] };
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds: number };
  readonly NetworkConfig?: { readonly EnableNetworkIsolation?: boolean };
  readonly ExperimentConfig?: object;
}

export interface ProcessingInput {
  readonly InputName: string;
  readonly S3Input?: { readonly S3Uri: string; readonly LocalPath?: string; readonly S3DataType: string };
}

export interface ProcessingOutput {
  readonly OutputName: string;
  readonly S3Output?: { readonly S3Uri: string; readonly LocalPath?: string };
}

export const processingRequest = (z: Zod): z.ZodType<ProcessingRequest> =>
  z.looseObject({
    ProcessingJobName: z.string(),
    AppSpecification: z.looseObject({
      ImageUri: z.string(),
      ContainerEntrypoint: z.array(z.string()).exactOptional(),
      ContainerArguments: z.array(z.string()).exactOptional(),
    }),
    Environment: z.record(z.string(), z.string()).exactOptional(),
    ProcessingInputs: z
      .array(
        z.looseObject({
          InputName: z.string(),
          S3Input: z
            .looseObject({ S3Uri: z.string(), LocalPath: z.string().exactOptional(), S3DataType: z.string() })
            .exactOptional(),
        }),
      )
      .exactOptional(),
    ProcessingOutputConfig: z
      .looseObject({
        Outputs: z.array(
          z.looseObject({
            OutputName: z.string(),
            S3Output: z.looseObject({ S3Uri: z.string(), LocalPath: z.string().exactOptional() }).exactOptional(),
          }),
        ),
      })
      .exactOptional(),
    StoppingCondition: z.looseObject({ MaxRuntimeInSeconds: z.number() }).exactOptional(),
    NetworkConfig: z.looseObject({ EnableNetworkIsolation: z.boolean().exactOptional() }).exactOptional(),
    ExperimentConfig: z.looseObject({}).exactOptional(),
  });
