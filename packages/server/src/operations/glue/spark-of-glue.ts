import { own } from '@catenary/scoring/internal/names';
import type { WantedSpark } from '../../serving/spark-jobs/choose-spark.ts';

/** The Spark of each release of Glue (AWS Glue developer guide, "AWS Glue versions"). */
const versions: Readonly<Record<string, string>> = {
  '0.9': '2.2',
  '1.0': '2.4',
  '2.0': '2.4',
  '3.0': '3.1',
  '4.0': '3.3',
  '5.0': '3.5',
  '5.1': '3.5',
  '6.0': '4.1',
};

/** Undefined without a release: then the server's first Spark is as good as any. */
export function sparkOfGlue(release: string | undefined): WantedSpark | undefined {
  return release === undefined ? undefined : { release: `Glue ${release}`, version: own(versions, release) };
}
