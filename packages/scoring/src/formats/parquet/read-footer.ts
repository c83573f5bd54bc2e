import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { checkThrift } from './check-thrift.ts';

/** Bytes behind a file's metadata: their length, and PAR1. */
const tailBytes = 8;

/** What a Parquet file says of itself. `bytes`: the file, or as much of its end as holds its metadata. Throws `Error`. */
export function readFooter(bytes: Uint8Array): FileMetaData {
  const at = bytes.length - tailBytes;
  const length = at < 0 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  // What else may be wrong here, hyparquet says.
  if (length > 0 && length <= at) checkThrift(bytes.subarray(at - length, at), 0);
  return parquetMetadata(bytes, { geoparquet: false });
}
