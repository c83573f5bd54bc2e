import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { makeFolder } from '../../util/make-folder.ts';
import type { ChildDefinition } from '../container/process/child-process.ts';
import { baseEnvironment, childOptions, type Enclosure } from '../container/process/enclosure.ts';
import { quote } from '../container/process/gate.ts';
import { programFolders } from '../container/process/program-folders.ts';
import { classifiedSettings } from './classified-settings.ts';
import { fetchFiles } from './fetch-files.ts';
import type { SparkInstallation } from './inspect-spark.ts';
import { ownCode } from './own-code.ts';
import { withPrivateTmp } from './private-tmp.ts';
import { python2Prelude } from './python2-prelude.ts';
import { type DataContext, fetchInputs } from './run-data.ts';
import type { RunKey } from './run-keys.ts';
import type { SparkSubmission } from './spark-submission.ts';
import { type StoreAddress, storeEnvironment, storeSettings } from './store-settings.ts';
import { type FetchedFiles, submitWords } from './submit-words.ts';

/** What one run is made with. */
export interface RunSetting extends Pick<DataContext, 'objects' | 'signal'> {
  readonly spark: SparkInstallation;
  readonly submission: SparkSubmission;
  readonly key: RunKey;
  readonly enclosure: Enclosure;
  readonly address: StoreAddress;
  /** The run's own folder, which is empty. */
  readonly folder: string;
}

/** The process of a run, but where its lines go to. */
export interface PreparedRun extends Omit<ChildDefinition, 'onLine'> {
  /** Whether `/tmp` is the run's own. */
  readonly isTmpOwn: boolean;
}

/** Fetches the files of a submission and says how its process is started. Rejects with `SubmissionError`. */
export async function prepareRun(setting: RunSetting): Promise<PreparedRun> {
  const { spark, submission, enclosure, address, folder } = setting;
  const [work, local, mountPoint] = ['work', 'local', 'tmp'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [work, local, mountPoint]) await makeFolder(path, 0o700);
  const root = join(folder, 'ml');
  const { data = noData } = submission;
  await makeFolder(root);
  await fetchInputs(data, { ...setting, root });
  for (const { path } of data.outputs) await makeFolder(join(root, path));
  await makeFolder(join(root, 'output'));
  const files = await fetchAll(setting, work);
  const conf = { ...(await classifiedSettings(root)), ...submission.conf };
  const words = submitWords(spark, files, { submission: { ...submission, conf }, store: storeSettings(address) });
  const shown = [
    spark.home,
    ...programFolders(spark.python),
    ...javaFolders(spark),
    ...ownCode.modules,
    ...ownCode.folders(),
  ];
  const readable = [...shown, ...(spark.jars ?? []).map(dirname)];
  const isClosed = enclosure.box.isClosed;
  const command = isClosed ? words : withPrivateTmp(words, { shown: [folder, ...readable], mountPoint });
  const { setup, ...options } = childOptions(
    { ...enclosure, memoryMB: 0 },
    {
      readable,
      writable: [folder],
      mounts: submission.data === undefined ? [] : [{ source: root, target: '/opt/ml' }],
    },
  );
  return {
    ...options,
    command: command ?? words,
    isTmpOwn: isClosed || command !== undefined,
    directory: work,
    environment: environmentOf(setting, local),
    setup: [...setup, ...files.archives.map(unpack)],
  };
}

const noData = { inputs: [], outputs: [] };

const javaFolders = ({ java }: SparkInstallation) => (java === undefined ? [] : [java]);

async function fetchAll(setting: RunSetting, work: string): Promise<FetchedFiles> {
  const { submission, folder } = setting;
  const { pyFiles = [], jars = [], files = [], archives = [] } = submission;
  const fetch = (what: string, addresses: readonly string[], place: string) =>
    fetchFiles(what, addresses, { ...setting, folder: place, root: join(folder, 'ml') });
  const [main = ''] = await fetch('The script', [submission.main], join(folder, 'code'));
  await fetch('Files', files, work);
  const named = archives.map((archive) => archive.split('#') as [string, string?]);
  const fetched = await fetch(
    'Archives',
    named.map(([address]) => address),
    join(folder, 'archives'),
  );
  return {
    main: submission.isPython2 === true ? await withPrelude(main) : main,
    pyFiles: await fetch('Python files', pyFiles, join(folder, 'python')),
    jars: await fetch('Jars', jars, join(folder, 'jars')),
    archives: fetched.map((path, at) => ({ path, name: named[at]?.[1] || basename(path) })),
  };
}

const pathOf = ({ java }: SparkInstallation, { PATH = '' }: Record<string, string>) =>
  java === undefined ? PATH : `${java}/bin:${PATH}`;

/** What runs on this machine alone is reached from it alone. */
const localAddress = ({ master = 'local' }: SparkInstallation): Record<string, string> =>
  master.startsWith('local') ? { SPARK_LOCAL_IP: '127.0.0.1' } : {};

/** The script runs in a file of its own name, after what Python 2 had. */
async function withPrelude(main: string): Promise<string> {
  const path = join(dirname(main), `python2-${basename(main)}`);
  await writeFile(path, python2Prelude(main));
  return path;
}

/** Names that lead out of the folder are what tar and Python refuse; the process may write its own folder alone. */
function unpack({ path, name }: { readonly path: string; readonly name: string }): string {
  const folder = quote(basename(name));
  const program = path.endsWith('.zip')
    ? `python3 -m zipfile -e ${quote(path)} ${folder}`
    : `tar -xf ${quote(path)} -C ${folder}`;
  return `mkdir -p ${folder} && ${program} || { echo ${quote(`${basename(path)} cannot be unpacked`)} >&2; exit 126; }`;
}

function environmentOf(
  { spark, submission, key, enclosure, address }: RunSetting,
  local: string,
): Record<string, string> {
  const base = baseEnvironment(enclosure);
  return {
    ...base,
    TMPDIR: '/tmp',
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8:backslashreplace',
    PYSPARK_PYTHON: spark.python,
    PYSPARK_DRIVER_PYTHON: spark.python,
    ...submission.environment,
    ...present({ JAVA_HOME: spark.java, PATH: pathOf(spark, base) }),
    SPARK_HOME: spark.home,
    SPARK_LOCAL_DIRS: local,
    ...localAddress(spark),
    // Behind the files of the run.
    PYTHONPATH: [submission.environment?.['PYTHONPATH'] ?? [], ...ownCode.modules].flat().join(':'),
    CATENARY_COMMAND: ownCode.command,
    ...storeEnvironment(address, key),
  };
}
