import type { StageDefinition } from '../../serving/container/stage-definition.ts';

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
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface CreateModelInput {
  readonly ModelName: string;
  readonly PrimaryContainer?: ContainerDefinition;
  readonly Containers?: readonly ContainerDefinition[];
  readonly InferenceExecutionConfig?: { readonly Mode: 'Serial' | 'Direct' };
  readonly EnableNetworkIsolation?: boolean;
  readonly Tags?: readonly Tag[];
}

/**
 * `definition` of a row of the model table: the request, and its containers with the archives that were at their
 * addresses then.
 */
export interface StoredModel {
  readonly request: CreateModelInput;
  readonly containers: readonly StageDefinition[];
  readonly mode: 'Serial' | 'Direct';
}
