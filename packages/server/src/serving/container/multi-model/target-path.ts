import { ServiceError } from '../../../contract/service-error.ts';

/** Longest key of an object, bytes of UTF-8 (S3 API reference). */
const maxKeyBytes = 1024;

/**
 * `TargetModel` of a request as the key of an archive relative to the model's prefix. One slash before it is dropped:
 * the SageMaker Python SDK lists names so where the prefix does not end in one. Throws ValidationError for a name that
 * could mean a place outside the prefix, or that some store on the way might read as one.
 */
export function targetPath(targetModel: string): string {
  const path = targetModel.startsWith('/') ? targetModel.slice(1) : targetModel;
  const problem = findProblem(path);
  if (problem === undefined) return path;
  throw refusal(targetModel, problem);
}

/** The address of the archive: a prefix that ends in a slash (or the bucket alone) and what `targetPath` gave. */
export function targetUri(prefix: string, path: string): string {
  const uri = `${prefix}${path}`;
  const bucketEnd = uri.indexOf('/', 's3://'.length) + 1;
  if (Buffer.byteLength(uri.slice(bucketEnd)) > maxKeyBytes)
    throw refusal(path, `makes a key of more than ${maxKeyBytes} bytes together with the prefix`);
  return uri;
}

function findProblem(path: string): string | undefined {
  const segments = path.split('/');
  if (/\p{Cc}/u.test(path)) return 'has a control character';
  if (path.includes('\\')) return 'has a backslash';
  if (/%[0-9a-f]{2}/i.test(path)) return 'is percent-encoded';
  // URL parsers drop blanks at the end.
  if (segments.some((segment) => ['.', '..'].includes(segment.trim()))) return 'has a segment "." or ".."';
  return segments.includes('') ? 'has an empty segment' : undefined;
}

function refusal(name: string, problem: string): ServiceError {
  const shown = JSON.stringify(name.length > 256 ? `${name.slice(0, 256)}...` : name);
  return new ServiceError(
    'ValidationError',
    `TargetModel ${shown} ${problem}: give the key of an archive relative to the model's prefix, such as "de/prices.tar.gz".`,
  );
}
