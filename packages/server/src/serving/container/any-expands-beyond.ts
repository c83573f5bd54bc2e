import { expandsBeyond } from '@catenary/scoring/internal/compression';
import type { ModelFiles } from '@catenary/scoring/internal/frame';

/** Whether one of these files is larger than that many bytes when it is expanded: a file of a few bytes may hold gigabytes. */
export async function anyExpandsBeyond(files: ModelFiles, maxBytes: number): Promise<boolean> {
  for (const bytes of files.values()) if (await isLargeInside(bytes, maxBytes)) return true;
  return false;
}

async function isLargeInside(bytes: Uint8Array, maxBytes: number): Promise<boolean> {
  if (!startsWith(bytes, 'PAR1')) return expandsBeyond(bytes, maxBytes);
  const { parquetExpandsBeyond } = await import('@catenary/scoring/internal/parquet');
  return parquetExpandsBeyond(bytes, maxBytes);
}

const startsWith = (bytes: Uint8Array, mark: string) => Buffer.from(bytes.subarray(0, mark.length)).toString() === mark;
