import type { ByteRange } from '../../platform/storage/object-store.ts';
import { invalidArgument } from './invalid-argument.ts';
import { S3Error } from './s3-error.ts';

/**
 * The bytes that a Range header asks of a content of `size` bytes; undefined for all of it. What is no single range of
 * bytes is ignored (RFC 9110 §14.2). Throws InvalidRange if it has none of the content.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= size)
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: String(header),
      ActualObjectSize: String(size),
    });
  return { first, last };
}

/** The bytes that a part is copied from: both ends, within the source. Throws InvalidArgument for anything else. */
export function readCopyRange(header: string, size: number): ByteRange {
  const [, first = '', last = ''] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  if (first === '' || Number(last) < Number(first))
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  if (Number(last) >= size)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  return { first: Number(first), last: Number(last) };
}
