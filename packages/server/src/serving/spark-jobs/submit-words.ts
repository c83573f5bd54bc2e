import { own } from '@catenary/scoring/internal/names';
import type { SparkInstallation } from './inspect-spark.ts';
import type { SparkSubmission } from './spark-submission.ts';

/** The files of a submission, where they were fetched to. */
export interface FetchedFiles {
  readonly main: string;
  readonly pyFiles: readonly string[];
  readonly jars: readonly string[];
  /** Path, and the name of the folder that it is unpacked as. */
  readonly archives: readonly { readonly path: string; readonly name: string }[];
}

const defaultCores = 2;
const defaultMemoryMB = 2048;

/** Settings that say where and how a run is made: they are the operator's. */
const ownSettings = new Set(['spark.master', 'spark.submit.deployMode', 'spark.driver.memory', 'spark.ui.enabled']);

/** What Spark has without a wish of the run: runs side by side must not want the same port, and logs are kept. */
const defaults = { 'spark.log.level': 'WARN', 'spark.driver.extraJavaOptions': '-XX:+ExitOnOutOfMemoryError' };

/** The words of spark-submit. `store`: the settings of S3A. */
export function submitWords(
  spark: SparkInstallation,
  files: FetchedFiles,
  { submission, store }: { readonly submission: SparkSubmission; readonly store: Readonly<Record<string, string>> },
): string[] {
  const { conf = {} } = submission;
  const { cores = defaultCores, home } = spark;
  const asked = Object.entries(conf).filter(([name]) => name.startsWith('spark.') && !ownSettings.has(name));
  const settings = { 'spark.ui.enabled': 'false', ...defaults, ...store, ...Object.fromEntries(asked), ...spark.conf };
  const jars = [...(spark.jars ?? []), ...files.jars];
  return [
    `${home}/bin/spark-submit`,
    '--master',
    spark.master ?? `local[${cores}]`,
    '--deploy-mode',
    'client',
    '--driver-memory',
    `${Math.min(memoryOf(conf['spark.driver.memory']), spark.memoryMB ?? defaultMemoryMB)}m`,
    ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
    ...listed('--jars', jars),
    ...listed('--py-files', files.pyFiles),
    ...listed(
      '--archives',
      files.archives.map(({ path, name }) => `${path}#${name}`),
    ),
    files.main,
    ...submission.arguments,
  ];
}

const listed = (option: string, paths: readonly string[]) => (paths.length === 0 ? [] : [option, paths.join(',')]);

const units: Readonly<Record<string, number>> = { k: 1 / 1024, m: 1, g: 1024, t: 1024 ** 2 };

/** MiB of a size as Spark writes it, `4g` or `512m`; without end for one that it does not know. */
function memoryOf(text = ''): number {
  const [, digits, unit = 'm'] = /^(\d{1,9})([kmgt])?b?$/.exec(text.toLowerCase()) ?? [];
  return digits === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(512, Math.floor(Number(digits) * (own(units, unit) ?? 1)));
}
