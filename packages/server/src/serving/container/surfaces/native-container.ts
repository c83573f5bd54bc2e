import type { Frame, ModelFiles } from '@catenary/scoring/internal/frame';
import type { ExecutionParameters } from '../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { RowWidth } from '../row-width.ts';

/** What a native container is made from: what SageMaker would have handed the image. */
export interface NativeContainerDefinition {
  readonly files: ModelFiles;
  /** The container's environment: ContainerDefinition.Environment and what the platform adds (SAGEMAKER_BATCH ...). */
  readonly environment: Readonly<Record<string, string>>;
  /** Tag of the image, such as `1.7-1`; empty if none. Surfaces differ by version. */
  readonly imageTag: string;
}

/**
 * A model and the HTTP surface of the AWS container that serves it, in this process. Its four steps are apart so that
 * two native neighbours can hand the frame on and leave out the bytes between them.
 * A step that refuses returns the answer that the container would give.
 */
export interface NativeContainer {
  /** Request body to columns, or the refusal (an unsupported content type, a cell that is no number ...). */
  decode(request: ContainerRequest): Frame | ContainerAnswer;
  /**
   * Takes the frame that the container before would have written with this Content-Type, if reading those bytes is certain to
   * give the same columns; else undefined, and the bytes are written and read.
   */
  adopt(frame: Frame, mediaType: string): Frame | undefined;
  score(frame: Frame): Frame | ContainerAnswer;
  /**
   * The Content-Type that `encode` would write the frame with (any frame, if none is given), or undefined if it would refuse, or
   * write anything else than what is in the frame.
   */
  mediaTypeFor(accept: string | undefined, frame?: Frame): string | undefined;
  encode(frame: Frame, accept: string | undefined): ContainerAnswer;
  executionParameters(): ExecutionParameters;
  /** Absent for a container that takes rows of any width, or does not say it. */
  readonly rowWidth?: RowWidth | undefined;
}

/** Loads one kind of native container; throws `ScoringError` when the files are not what it needs. */
export type LoadNativeContainer = (definition: NativeContainerDefinition) => NativeContainer | Promise<NativeContainer>;
