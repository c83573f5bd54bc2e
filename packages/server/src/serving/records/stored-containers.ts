import type { z } from 'zod';
import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import type { Zod } from '../../util/load-zod.ts';
import type { MultiModelDefinition, StageDefinition } from '../container/stage-definition.ts';

const pinnedArtifact = (z: Zod): z.ZodType<PinnedArtifact> => z.looseObject({ uri: z.string(), etag: z.string() });

const multiModel = (z: Zod): z.ZodType<MultiModelDefinition> =>
  z.looseObject({ prefix: z.string(), isCached: z.boolean() });

/** Containers as models, endpoints and transform jobs store them. */
const storedContainer = (z: Zod): z.ZodType<StageDefinition> =>
  z.looseObject({
    hostname: z.string(),
    image: z.string(),
    modelData: pinnedArtifact(z).exactOptional(),
    multiModel: multiModel(z).exactOptional(),
    sourceData: pinnedArtifact(z).exactOptional(),
    environment: z.record(z.string(), z.string()),
    isIsolated: z.boolean().exactOptional(),
  });

export const storedContainers = (z: Zod): z.ZodType<readonly StageDefinition[]> => z.array(storedContainer(z));

/** How the containers of a model take requests: one after the other, or the one that a request names. */
export const executionMode = (z: Zod): z.ZodType<'Serial' | 'Direct'> => z.enum(['Serial', 'Direct']);
