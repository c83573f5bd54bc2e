import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';

/** One container of a chain, ready to be launched: what CreateModel said, with everything resolved and pinned. */
export interface StageDefinition {
  readonly hostname: string;
  readonly image: string;
  readonly modelData?: PinnedArtifact;
  /** An archive of user code (SAGEMAKER_SUBMIT_DIRECTORY as an s3:// address). */
  readonly sourceData?: PinnedArtifact;
  readonly environment: Readonly<Record<string, string>>;
}
