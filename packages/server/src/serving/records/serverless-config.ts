import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** ProductionVariantServerlessConfig, as a caller writes it. */
export interface ServerlessConfig {
  readonly MemorySizeInMB: number;
  /** Requests that are answered at once. */
  readonly MaxConcurrency: number;
  readonly ProvisionedConcurrency?: number;
}

export const serverlessConfig = (z: Zod): z.ZodType<ServerlessConfig> =>
  z.looseObject({
    MemorySizeInMB: z.number(),
    MaxConcurrency: z.number(),
    ProvisionedConcurrency: z.number().exactOptional(),
  });
