import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** AsyncInferenceConfig as a caller writes it: the members this server reads. */
export interface AsyncInferenceConfig {
  readonly ClientConfig?: { readonly MaxConcurrentInvocationsPerInstance?: number };
  readonly OutputConfig: {
    readonly S3OutputPath?: string;
    readonly S3FailurePath?: string;
    readonly NotificationConfig?: {
      readonly SuccessTopic?: string;
      readonly ErrorTopic?: string;
      readonly IncludeInferenceResponseIn?: readonly string[];
    };
  };
}

export const asyncInferenceConfig = (z: Zod): z.ZodType<AsyncInferenceConfig> =>
  z.looseObject({
    ClientConfig: z.looseObject({ MaxConcurrentInvocationsPerInstance: z.number().exactOptional() }).exactOptional(),
    OutputConfig: z.looseObject({
      S3OutputPath: z.string().exactOptional(),
      S3FailurePath: z.string().exactOptional(),
      NotificationConfig: z
        .looseObject({
          SuccessTopic: z.string().exactOptional(),
          ErrorTopic: z.string().exactOptional(),
          IncludeInferenceResponseIn: z.array(z.string()).exactOptional(),
        })
        .exactOptional(),
    }),
  });
