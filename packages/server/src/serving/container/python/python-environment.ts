import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, realpath, statfs, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainDiskFault } from '../../../platform/system/explain-disk-fault.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import type { EnvironmentDefinition } from './environment-definition.ts';
import { explainFullDisk, explainPip } from './explain-pip.ts';
import { packageCommands } from './package-commands.ts';
import { CommandFailure } from './run-command.ts';
import { withLock } from './with-lock.ts';

/**
 * Path of the interpreter of a virtual environment with these packages. Made once for each combination of interpreter,
 * packages and requirements, and then found again, by all servers that keep theirs in the same folder. It is built under
 * a name of its own, where it stays, as its scripts carry their path; a link to it is what the others find. So no process sees
 * half of one, even if two build it because one of them was taken for dead.
 */
export async function openPythonEnvironment(definition: EnvironmentDefinition): Promise<string> {
  const place = join(definition.directory, environmentKey(definition));
  if (!(await isComplete(place))) {
    await make(definition, place).catch((error: unknown) => {
      throw explainDiskFault('A Python environment cannot be made', definition.directory, error);
    });
  }
  return interpreterOf(await realpath(place));
}

const interpreterOf = (directory: string) => join(directory, 'bin', 'python');

async function make(definition: EnvironmentDefinition, place: string): Promise<void> {
  // Its user's alone: who may write to it decides what the containers of this user run.
  await makeFolder(definition.directory, 0o700);
  const overtaken = await withLock(`${place}.lock`, definition.signal, async (isHeld) => {
    if (await isComplete(place)) return false;
    await removeUnfinished(place);
    const directory = `${place}.${randomUUID().slice(0, 8)}`;
    await mkdir(directory);
    try {
      await build(definition, directory, interpreterOf(directory));
      await writeFile(markerOf(directory), `${definition.packages.join('\n')}\n`);
      await symlink(basename(directory), place);
    } catch (error) {
      // Half an environment may have gigabytes, and is of no use.
      await removeFolder(directory);
      // A start that was taken for dead has made it after all.
      if (await isComplete(place)) return false;
      if (await isHeld()) throw error;
      return true;
    }
    return false;
  });
  // Whoever took this start for dead removed what it had begun: it waits for what the other makes, or makes its own.
  if (overtaken) await make(definition, place);
}

/** What starts that were killed left of it. */
async function removeUnfinished(place: string): Promise<void> {
  const key = basename(place);
  const names = (await readdir(dirname(place))).filter((name) => name === key || name.startsWith(`${key}.`));
  // The link first: it is never one to nothing.
  for (const name of names.toSorted().filter((name) => !name.startsWith(`${key}.lock`)))
    await removeFolder(join(dirname(place), name));
}

const markerOf = (directory: string) => join(directory, 'catenary-complete');

function isComplete(directory: string): Promise<boolean> {
  return access(markerOf(directory)).then(
    () => true,
    () => false,
  );
}

function environmentKey({ python, packages, requirements }: EnvironmentDefinition): string {
  const text = JSON.stringify([python.version, process.platform, process.arch, packages, requirements.digest]);
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

async function build(definition: EnvironmentDefinition, directory: string, python: string): Promise<void> {
  const { packages, requirements, onLog, onProgress } = definition;
  const { path, version } = definition.python;
  const what = [...packages, ...(requirements.file === undefined ? [] : ['requirements.txt'])].join(', ');
  const making = `making a Python ${version} environment with ${what}; later starts find it ready`;
  onLog(making);
  onProgress?.(making);
  const since = Date.now();
  const { run, runForeign } = packageCommands(definition, directory);
  const install = [
    ...isolated(python),
    'pip',
    'install',
    '--progress-bar=off',
    '--disable-pip-version-check',
    '--no-input',
  ];
  const fail = failIn(dirname(directory));
  await run(...isolated(path), 'venv', directory).catch(failVenv(version, dirname(directory)));
  // Wheels only: building scikit-learn or numpy from source takes a compiler and half an hour, and then mostly fails.
  await run(...install, '--only-binary=:all:', ...packages).catch(
    fail(`pip cannot install ${packages.join(', ')} for Python ${version}`),
  );
  if (requirements.file !== undefined) {
    // As in AWS's image, a second step: what the user pins replaces what the image brings.
    await runForeign(...install, '-r', requirements.file).catch(fail('pip cannot install requirements.txt'));
  }
  onLog(`the Python environment is ready after ${Math.round((Date.now() - since) / 1000)} s`);
}

/** Runs a module of Python's own, never one of the same name in the working directory, which may be the model's. */
const isolated = (python: string) => [python, '-I', '-m'];

const failIn =
  (folder: string) =>
  (what: string) =>
  (error: Error): never => {
    const cause =
      error instanceof CommandFailure ? `${explainPip(error.lines, folder)} (${error.message}).` : error.message;
    throw new Error(`${what}: ${cause}`, { cause: error });
  };

/** venv does not repeat what its pip said. */
const failVenv = (version: string, folder: string) => async (error: Error) => {
  const what = `Python ${version} cannot make an environment`;
  if (await isFull(folder)) throw new Error(`${what}: ${explainFullDisk(folder)}.`, { cause: error });
  failIn(folder)(what)(error);
};

/** An environment with nothing but pip takes about so much, bytes. */
const leastRoom = 16 << 20;

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < leastRoom;
}
