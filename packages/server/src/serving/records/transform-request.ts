import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/**
 * CreateTransformJob as a caller writes it: the members this server reads (SageMaker API reference,
 * CreateTransformJob).
 */
export interface TransformRequest {
  readonly TransformJobName: string;
  readonly ModelName: string;
  readonly MaxConcurrentTransforms?: number;
  readonly ModelClientConfig?: {
    readonly InvocationsTimeoutInSeconds?: number;
    readonly InvocationsMaxRetries?: number;
  };
  readonly MaxPayloadInMB?: number;
  readonly BatchStrategy?: 'MultiRecord' | 'SingleRecord';
  readonly Environment?: Readonly<Record<string, string>>;
  readonly TransformInput: {
    readonly DataSource: { readonly S3DataSource: { readonly S3DataType: string; readonly S3Uri: string } };
    readonly ContentType?: string;
    readonly CompressionType?: 'None' | 'Gzip';
    readonly SplitType?: 'None' | 'Line' | 'RecordIO' | 'TFRecord';
  };
  readonly TransformOutput: {
    readonly S3OutputPath: string;
    readonly Accept?: string;
    readonly AssembleWith?: 'None' | 'Line';
  };
  readonly TransformResources?: { readonly InstanceCount?: number; readonly InstanceType?: string };
  readonly DataCaptureConfig?: {
    readonly DestinationS3Uri: string;
    readonly KmsKeyId?: string;
    readonly GenerateInferenceId?: boolean;
  };
  readonly DataProcessing?: {
    readonly InputFilter?: string;
    readonly OutputFilter?: string;
    readonly JoinSource?: 'Input' | 'None';
  };
}

/** Of a request that the service model has been checked against: what the members are, not which values they may have. */
export const transformRequest = (z: Zod): z.ZodType<TransformRequest> =>
  z.looseObject({
    TransformJobName: z.string(),
    ModelName: z.string(),
    MaxConcurrentTransforms: z.number().exactOptional(),
    ModelClientConfig: z
      .looseObject({
        InvocationsTimeoutInSeconds: z.number().exactOptional(),
        InvocationsMaxRetries: z.number().exactOptional(),
      })
      .exactOptional(),
    MaxPayloadInMB: z.number().exactOptional(),
    BatchStrategy: z.enum(['MultiRecord', 'SingleRecord']).exactOptional(),
    Environment: z.record(z.string(), z.string()).exactOptional(),
    TransformInput: z.looseObject({
      DataSource: z.looseObject({ S3DataSource: z.looseObject({ S3DataType: z.string(), S3Uri: z.string() }) }),
      ContentType: z.string().exactOptional(),
      CompressionType: z.enum(['None', 'Gzip']).exactOptional(),
      SplitType: z.enum(['None', 'Line', 'RecordIO', 'TFRecord']).exactOptional(),
    }),
    TransformOutput: z.looseObject({
      S3OutputPath: z.string(),
      Accept: z.string().exactOptional(),
      AssembleWith: z.enum(['None', 'Line']).exactOptional(),
    }),
    TransformResources: z
      .looseObject({ InstanceCount: z.number().exactOptional(), InstanceType: z.string().exactOptional() })
      .exactOptional(),
    DataCaptureConfig: z
      .looseObject({
        DestinationS3Uri: z.string(),
        KmsKeyId: z.string().exactOptional(),
        GenerateInferenceId: z.boolean().exactOptional(),
      })
      .exactOptional(),
    DataProcessing: z
      .looseObject({
        InputFilter: z.string().exactOptional(),
        OutputFilter: z.string().exactOptional(),
        JoinSource: z.enum(['Input', 'None']).exactOptional(),
      })
      .exactOptional(),
  });
