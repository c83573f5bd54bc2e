import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';

/** A container in MultiModel mode: its models are the archives below a prefix, each loaded when a request names it. */
export interface MultiModelDefinition {
  /** `s3://bucket/` or `s3://bucket/some/prefix/`, always with the slash at its end. */
  readonly prefix: string;
  /** ModelCacheSetting: whether a model stays loaded after the requests that it was loaded for. */
  readonly isCached: boolean;
}

/** One container of a chain, ready to be launched: what CreateModel said, with everything resolved and pinned. */
export interface StageDefinition {
  readonly hostname: string;
  readonly image: string;
  readonly modelData?: PinnedArtifact;
  /** Given instead of `modelData` in MultiModel mode. */
  readonly multiModel?: MultiModelDefinition;
  /** An archive of user code (SAGEMAKER_SUBMIT_DIRECTORY as an s3:// address). */
  readonly sourceData?: PinnedArtifact;
  readonly environment: Readonly<Record<string, string>>;
  /** EnableNetworkIsolation of its model. */
  readonly isIsolated?: boolean;
}
