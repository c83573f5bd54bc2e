import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** DataCaptureConfig of an endpoint configuration as a caller writes it. */
export interface DataCaptureConfig {
  readonly EnableCapture?: boolean;
  readonly InitialSamplingPercentage: number;
  readonly DestinationS3Uri: string;
  readonly KmsKeyId?: string;
  readonly CaptureOptions: readonly { readonly CaptureMode: 'Input' | 'Output' | 'InputAndOutput' }[];
  readonly CaptureContentTypeHeader?: {
    readonly CsvContentTypes?: readonly string[];
    readonly JsonContentTypes?: readonly string[];
  };
}

export const dataCaptureConfig = (z: Zod): z.ZodType<DataCaptureConfig> =>
  z.looseObject({
    EnableCapture: z.boolean().exactOptional(),
    InitialSamplingPercentage: z.number(),
    DestinationS3Uri: z.string(),
    KmsKeyId: z.string().exactOptional(),
    CaptureOptions: z.array(z.looseObject({ CaptureMode: z.enum(['Input', 'Output', 'InputAndOutput']) })),
    CaptureContentTypeHeader: z
      .looseObject({
        CsvContentTypes: z.array(z.string()).exactOptional(),
        JsonContentTypes: z.array(z.string()).exactOptional(),
      })
      .exactOptional(),
  });

/** Whether anything is captured: EnableCapture is true unless it is given. */
export const doesCapture = (config: DataCaptureConfig | undefined): config is DataCaptureConfig =>
  config !== undefined && config.EnableCapture !== false;
