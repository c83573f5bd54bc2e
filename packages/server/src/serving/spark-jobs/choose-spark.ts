import { inspectSpark, type SparkInstallation } from './inspect-spark.ts';
import type { SparkOption } from './spark-option.ts';

/** Which Spark a caller asks for: `{ release: 'Glue 4.0', version: '3.3' }`. */
export interface WantedSpark {
  readonly release: string;
  /** Major and minor version; undefined if the release says none. */
  readonly version: string | undefined;
}

/** The Spark that runs a submission, and what is to be said if it is not quite the one that was asked for. */
export interface ChosenSpark {
  readonly spark: SparkInstallation;
  readonly note: string | undefined;
}

/**
 * The configured Spark whose version is nearest, of the same major version; without a wish, the first. Rejects with a sentence if
 * there is none.
 */
export async function chooseSpark(options: readonly SparkOption[], wanted?: WantedSpark): Promise<ChosenSpark> {
  const [first] = options;
  if (first === undefined)
    throw new Error(
      'This server runs no Spark: its operator has named none in `spark` of catenary.yaml (docs/spark-jobs.md).',
    );
  if (wanted?.version === undefined) return { spark: await inspectSpark(first), note: undefined };
  const found = await Promise.all(options.map(inspectSpark));
  const { release, version } = wanted;
  const distanceTo = (spark: SparkInstallation) => Math.abs(minorOf(spark.version) - minorOf(version));
  const [nearest] = found
    .filter((spark) => majorOf(spark.version) === majorOf(version))
    .toSorted((one, other) => distanceTo(one) - distanceTo(other));
  if (nearest === undefined) {
    const there = found.map((spark) => `${spark.name} (${spark.version})`).join(', ');
    throw new Error(`${release} has Spark ${version}, and this server has ${there}: nothing of that major version.`);
  }
  if (distanceTo(nearest) === 0) return { spark: nearest, note: undefined };
  const note = `${release} has Spark ${version}; this run has ${nearest.version}, the nearest that this server has.`;
  return { spark: nearest, note };
}

const majorOf = (version: string) => Number(version.split('.')[0]);
const minorOf = (version: string) => Number(version.split('.')[1]);
