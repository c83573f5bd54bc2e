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
  readonly TransformResources?: { readonly InstanceCount?: number };
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
