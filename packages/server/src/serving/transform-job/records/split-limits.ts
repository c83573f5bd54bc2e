import type { BadRecords } from '../plan/bad-records.ts';
import { maxHeldBytes, type SplitLimits } from './splitter.ts';

/** How large a job's blocks and records may be; `bytes` is what its executor likes to get at once. */
export function splitLimits(
  { maxPayloadBytes }: { readonly maxPayloadBytes: number },
  { badRecords }: { readonly badRecords: Pick<BadRecords, 'isQuarantined'> },
  bytes: number,
): SplitLimits {
  const maxRecordBytes = Math.min(maxPayloadBytes, maxHeldBytes);
  return { blockBytes: Math.min(bytes, maxRecordBytes), maxRecordBytes, skipOversized: badRecords.isQuarantined };
}
