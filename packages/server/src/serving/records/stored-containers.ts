import { z } from 'zod';
import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import type { MultiModelDefinition, StageDefinition } from '../container/stage-definition.ts';

const pinnedArtifact: z.ZodType<PinnedArtifact> = z.looseObject({ uri: z.string(), etag: z.string() });

const multiModel: z.ZodType<MultiModelDefinition> = z.looseObject({ prefix: z.string(), isCached: z.boolean() });

/** Containers as models, endpoints and transform jobs store them. */
const storedContainer: z.ZodType<StageDefinition> = z.looseObject({
  hostname: z.string(),
  image: z.string(),
  modelData: pinnedArtifact.exactOptional(),
  multiModel: multiModel.exactOptional(),
  sourceData: pinnedArtifact.exactOptional(),
  environment: z.record(z.string(), z.string()),
  isIsolated: z.boolean().exactOptional(),
});

export const storedContainers: z.ZodType<readonly StageDefinition[]> = z.array(storedContainer);

/** How the containers of a model take requests: one after the other, or the one that a request names. */
export const executionMode = z.enum(['Serial', 'Direct']);
