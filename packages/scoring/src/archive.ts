/** The door for archives alone, and what is in them. */

export type { Algorithm } from './aws/algorithm-of.ts';
export type { Bytes } from './doors/expect-bytes.ts';
export type { ArchiveOptions } from './doors/open-archive.ts';
export { openArchive } from './doors/open-archive.ts';
export type { RecognisedArtifact } from './doors/recognise.ts';
export { recognise } from './doors/recognise.ts';
export type { Library } from './model-file/libraries.ts';
export type { ModelFiles } from './model-files.ts';
export type { ArtifactKind } from './open/recognise.ts';
export type { ScoringErrorCode, ScoringErrorPlace } from './scoring-error.ts';
export { ScoringError } from './scoring-error.ts';
