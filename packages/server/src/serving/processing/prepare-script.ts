import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { makeFolder } from '../../util/make-folder.ts';
import { parseImageName } from '../container/image-name.ts';
import type { ShownPaths } from '../container/images.ts';
import type { ChildDefinition } from '../container/process/child-process.ts';
import { baseEnvironment, childOptions, type Enclosure } from '../container/process/enclosure.ts';
import { programFolders } from '../container/process/program-folders.ts';
import { preparePython } from '../container/python/prepare-python.ts';
import { withPrivateTmp } from '../spark-jobs/private-tmp.ts';
import { type DataContext, fetchInputs } from '../spark-jobs/run-data.ts';
import type { RunKey } from '../spark-jobs/run-keys.ts';
import { type StoreAddress, storeEnvironment } from '../spark-jobs/store-settings.ts';
import type { ScriptJob } from './script-processing.ts';

/** What one job is run with. */
export interface ScriptSetting extends Pick<DataContext, 'objects' | 'signal'> {
  readonly job: ScriptJob;
  readonly key: RunKey;
  readonly enclosure: Enclosure;
  readonly address: StoreAddress;
  /** The job's own folder, which is empty. */
  readonly folder: string;
  /** Interpreter to make environments from. */
  readonly python: string;
  /** Python environments are kept below. */
  readonly environments: string;
  /** Jobs that share the cores. */
  readonly maxJobs: number;
  readonly onLog: (line: string) => void;
}

const mlFolder = '/opt/ml';
/** Where the SDK puts the script. */
const codePath = 'processing/input/code';

/** Fetches the inputs of a job, makes its environment, and says how its process is started. Rejects with `SubmissionError`. */
export async function prepareScript(setting: ScriptSetting): Promise<Omit<ChildDefinition, 'onLine'>> {
  const { job, folder, enclosure, onLog } = setting;
  const [work, mountPoint, root] = ['work', 'tmp', 'ml'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [work, mountPoint, root]) await makeFolder(path, 0o700);
  await fetchInputs(job.data, { ...setting, root });
  for (const { path } of job.data.outputs) await makeFolder(join(root, path));
  for (const name of ['output', codePath]) await makeFolder(join(root, name));
  await describeJob(root, job);
  const program = await programOf(setting, root);
  const readable = [...programFolders(program), ...(shownOf(job).readable ?? [])];
  const writable = [folder, ...(shownOf(job).writable ?? [])];
  const environment = environmentOf(setting, program);
  const { setup, ...options } = childOptions(enclosure, {
    readable,
    writable,
    mounts: [{ source: root, target: mlFolder }],
  });
  const { isClosed } = enclosure.box;
  if (!isClosed)
    onLog(`Without bubblewrap there is no ${mlFolder}: words and variables of this job have ${root} instead.`);
  const here = (text: string) => (isClosed ? text : text.replaceAll(`${mlFolder}/`, `${root}/`));
  const words = job.command.map(here);
  return {
    ...options,
    command: (isClosed ? undefined : withPrivateTmp(words, { shown: [...writable, ...readable], mountPoint })) ?? words,
    directory: work,
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, here(value)])),
    setup,
  };
}

const shownOf = ({ image }: ScriptJob): ShownPaths => ('program' in image ? image : {});

/** The interpreter, or the program that the operator's rule names for the image. */
async function programOf(setting: ScriptSetting, root: string): Promise<string> {
  const { job, python, environments, enclosure, onLog, signal } = setting;
  if ('program' in job.image) return job.image.program;
  const { framework, image } = job.image;
  return preparePython({
    framework,
    image,
    imageTag: parseImageName(image).tag,
    python,
    codeDirectory: join(root, codePath),
    imported: 'all',
    enclosure,
    dataDirectory: environments,
    onLog,
    signal,
  });
}

/** Writes the settings files that a processing container finds in AWS (developer guide, "Build Your Own Processing Container"). */
async function describeJob(root: string, { command, environment }: ScriptJob): Promise<void> {
  const folder = join(root, 'config');
  await makeFolder(folder);
  const hosts = { current_host: 'algo-1', hosts: ['algo-1'] };
  const job = { AppSpecification: { ContainerEntrypoint: command }, Environment: environment };
  for (const [name, content] of Object.entries({ resourceconfig: hosts, processingjobconfig: job }))
    await writeFile(join(folder, `${name}.json`), JSON.stringify(content));
}

function environmentOf({ job, key, enclosure, address, maxJobs }: ScriptSetting, program: string) {
  const base = baseEnvironment(enclosure);
  const threads = String(Math.max(1, Math.floor(availableParallelism() / maxJobs)));
  return {
    ...base,
    TMPDIR: '/tmp',
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8:backslashreplace',
    OMP_NUM_THREADS: threads,
    OPENBLAS_NUM_THREADS: threads,
    MKL_NUM_THREADS: threads,
    ...job.environment,
    // `python3` is the image's.
    PATH: [dirname(program), base['PATH'] ?? ''].join(delimiter),
    ...storeEnvironment(address, key),
  };
}
