import { type BundleValue, bundleValue } from '../../attributes/bundle-value.ts';

/**
 * Thresholds as MLeap keeps them. With a threshold of 0 its class always wins in MLeap, in Spark only where its probability is
 * above 0: the least number above 0 does the same in both.
 */
export function writeThresholds(thresholds: Float64Array | undefined): BundleValue | undefined {
  return thresholds && bundleValue.doubles(thresholds.map((threshold) => threshold || Number.MIN_VALUE));
}
