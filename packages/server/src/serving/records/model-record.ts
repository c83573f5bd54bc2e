import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import { type DefinedRecord, definedRecords } from './defined-records.ts';
import { executionMode, storedContainers } from './stored-containers.ts';
import { storedJson } from './stored-json.ts';

/** ContainerDefinition as a caller writes it: the members this server reads. */
export interface ContainerDefinition {
  readonly ContainerHostname?: string;
  readonly Image?: string;
  readonly Mode?: string;
  /** Of one archive, or in MultiModel mode the prefix of many. */
  readonly ModelDataUrl?: string;
  readonly MultiModelConfig?: { readonly ModelCacheSetting?: string };
  readonly ModelDataSource?: {
    readonly S3DataSource?: { readonly S3Uri: string; readonly S3DataType: string; readonly CompressionType: string };
  };
  readonly Environment?: Readonly<Record<string, string>>;
  /** The package whose containers stand in its place, by name or ARN, and which of their specifications. */
  readonly ModelPackageName?: string;
  readonly InferenceSpecificationName?: string;
}

/** CreateModel as a caller writes it, without its tags. */
export interface ModelRequest {
  readonly ModelName: string;
  readonly PrimaryContainer?: ContainerDefinition;
  readonly Containers?: readonly ContainerDefinition[];
  readonly InferenceExecutionConfig?: { readonly Mode: 'Serial' | 'Direct' };
  readonly EnableNetworkIsolation?: boolean;
}

/** The request, and its containers with the archives that were at their addresses then. */
export interface StoredModel {
  readonly request: ModelRequest;
  readonly containers: readonly StageDefinition[];
  readonly mode: 'Serial' | 'Direct';
}

export type ModelRecord = DefinedRecord<StoredModel>;

export const containerDefinition = (z: Zod): z.ZodType<ContainerDefinition> =>
  z.looseObject({
    ContainerHostname: z.string().exactOptional(),
    Image: z.string().exactOptional(),
    Mode: z.string().exactOptional(),
    ModelDataUrl: z.string().exactOptional(),
    MultiModelConfig: z.looseObject({ ModelCacheSetting: z.string().exactOptional() }).exactOptional(),
    ModelDataSource: z
      .looseObject({
        S3DataSource: z
          .looseObject({ S3Uri: z.string(), S3DataType: z.string(), CompressionType: z.string() })
          .exactOptional(),
      })
      .exactOptional(),
    Environment: z.record(z.string(), z.string()).exactOptional(),
    ModelPackageName: z.string().exactOptional(),
    InferenceSpecificationName: z.string().exactOptional(),
  });

const storedModel = (z: Zod): z.ZodType<StoredModel> =>
  z.looseObject({
    request: z.looseObject({
      ModelName: z.string(),
      PrimaryContainer: containerDefinition(z).exactOptional(),
      Containers: z.array(containerDefinition(z)).exactOptional(),
      InferenceExecutionConfig: z.looseObject({ Mode: executionMode(z) }).exactOptional(),
      EnableNetworkIsolation: z.boolean().exactOptional(),
    }),
    containers: storedContainers(z),
    mode: executionMode(z),
  });

export const modelRecords = definedRecords('model', storedJson({ what: 'model', schema: storedModel }));
