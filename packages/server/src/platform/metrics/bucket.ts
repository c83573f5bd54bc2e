import { defined } from '@catenary/scoring/internal/values';

/**
 * Values are counted in buckets, 32 for each power of two, all equally wide within it: the middle of a bucket is at most
 * 1/64 (1.6 %) away from what was counted. The number of a bucket is made of the exponent of the double and the first five bits of its
 * fraction (IEEE 754), so that finding it costs one store and one load. Buckets are for values from 0 on.
 */
export const bucketsInOctave = 32;

/** Bits of a double's upper half that follow the first five bits of its fraction. */
const droppedBits = 15;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
/** Index of the half with the exponent: 1 on little-endian machines. */
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The number of the bucket that holds a value: larger values have larger numbers. */
export function bucketOf(value: number): number {
  double[0] = value;
  return defined(halves[upper]) >>> droppedBits;
}

/** The smallest value of a bucket. */
export function bucketStart(bucket: number): number {
  halves[upper] = bucket << droppedBits;
  halves[1 - upper] = 0;
  return defined(double[0]);
}

export function bucketMiddle(bucket: number): number {
  return bucket === 0 ? 0 : (bucketStart(bucket) + bucketStart(bucket + 1)) / 2;
}
