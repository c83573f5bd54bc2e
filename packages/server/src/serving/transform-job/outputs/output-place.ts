import { placeBelow, type S3Uri } from '../../../contract/s3-uri.ts';

/**
 * Where an object's output goes: the output path, the input's relative path, `.out` (SageMaker API reference,
 * TransformOutput).
 */
export function outputPlace(folder: S3Uri, relativePath: string): S3Uri {
  return placeBelow(folder, `${relativePath}.out`);
}

/** Where the records of an object go that were set apart: beside its output. */
export function rejectedPlace(folder: S3Uri, relativePath: string): S3Uri {
  return placeBelow(folder, `${relativePath}.rejected.jsonl`);
}
