import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';

/**
 * Where an object's output goes: the output path, the input's relative path, `.out` (SageMaker API reference,
 * TransformOutput).
 */
export function outputPlace(outputPath: string, relativePath: string): S3Uri {
  return placeBelow(outputPath, `${relativePath}.out`);
}

/** Where the records of an object go that were set apart: beside its output. */
export function rejectedPlace(outputPath: string, relativePath: string): S3Uri {
  return placeBelow(outputPath, `${relativePath}.rejected.jsonl`);
}

/** A name below a folder's address, whether or not that ends in a slash. */
export function placeBelow(folderUri: string, name: string): S3Uri {
  const { bucket, key } = parseS3Uri(folderUri) as S3Uri;
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  return { bucket, key: `${folder}${name}` };
}
