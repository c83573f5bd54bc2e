import { ScoringError } from '../../scoring-error.ts';
import { isZip } from '../is-zip.ts';
import { ZipEntries } from '../zip-entries.ts';
import { decompress } from './decompress.ts';

/**
 * Whether a model file is compressed and expands to more than this many bytes, found out by expanding no more than that. One
 * that is damaged, or of a kind that is not read, counts as if it did: whoever opens it finds out what is wrong.
 */
export function expandsBeyond(bytes: Uint8Array, maxBytes: number): boolean {
  try {
    if (isZip(bytes)) return new ZipEntries(bytes, maxBytes).expandedBytes > maxBytes;
    decompress(bytes, Math.max(maxBytes, bytes.length));
    return false;
  } catch (error) {
    if (error instanceof ScoringError) return true;
    throw error;
  }
}
