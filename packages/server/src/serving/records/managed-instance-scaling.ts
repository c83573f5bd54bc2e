import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';

/** ProductionVariantManagedInstanceScaling, as a caller writes it. */
export interface ManagedInstanceScaling {
  readonly Status?: 'ENABLED' | 'DISABLED';
  readonly MinInstanceCount?: number;
  readonly MaxInstanceCount?: number;
}

export const managedInstanceScaling = (z: Zod): z.ZodType<ManagedInstanceScaling> =>
  z.looseObject({
    Status: z.enum(['ENABLED', 'DISABLED']).exactOptional(),
    MinInstanceCount: z.number().exactOptional(),
    MaxInstanceCount: z.number().exactOptional(),
  });
