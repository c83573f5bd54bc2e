import type { WantedSpark } from '../../serving/spark-jobs/choose-spark.ts';

/** Releases from which on EMR has a version of Spark, newest first (Amazon EMR release guide, "Spark release history"). */
const since: readonly (readonly [major: number, minor: number, spark: string])[] = [
  [7, 0, '3.5'],
  [6, 12, '3.4'],
  [6, 8, '3.3'],
  [6, 6, '3.2'],
  [6, 3, '3.1'],
  [6, 1, '3.0'],
  [5, 0, '2.4'],
];

/** `emr-6.9.0` has Spark 3.3; undefined for what is no release. */
export function sparkOfRelease(label: string | undefined): WantedSpark | undefined {
  const [, major, minor] = /^(?:emr-)?(?:spark-)?(\d{1,2})\.(\d{1,2})/.exec(label ?? '') ?? [];
  if (label === undefined || major === undefined) return undefined;
  const place = Number(major) * 100 + Number(minor);
  const found = since.find(([from, fromMinor]) => place >= from * 100 + fromMinor);
  return { release: label, version: found?.[2] };
}
