import { createHash } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainDiskFault } from '../../../platform/system/explain-disk-fault.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import type { EnvironmentDefinition } from './environment-definition.ts';
import { explainPip } from './explain-pip.ts';
import { packageCommands } from './package-commands.ts';
import { CommandFailure } from './run-command.ts';
import { withLock } from './with-lock.ts';

/**
 * Path of the interpreter of a virtual environment with these packages. Made once for each combination of interpreter,
 * packages and requirements, and then found again. It is built in its final place, as its scripts carry their path; a
 * file written last says that it is complete, and the holder of the lock removes an incomplete one.
 */
export async function openPythonEnvironment(definition: EnvironmentDefinition): Promise<string> {
  const directory = join(definition.directory, environmentKey(definition));
  const python = join(directory, 'bin', 'python');
  if (await isComplete(directory)) return python;
  await make(definition, directory, python).catch((error: unknown) => {
    throw explainDiskFault('A Python environment cannot be made', definition.directory, error);
  });
  return python;
}

async function make(definition: EnvironmentDefinition, directory: string, python: string): Promise<void> {
  await makeFolder(definition.directory);
  await withLock(`${directory}.lock`, definition.signal, async () => {
    if (await isComplete(directory)) return;
    await removeFolder(directory);
    await mkdir(directory);
    try {
      await build(definition, directory, python);
      await writeFile(markerOf(directory), `${definition.packages.join('\n')}\n`);
    } catch (error) {
      // Half an environment may have gigabytes, and is of no use.
      await removeFolder(directory);
      throw error;
    }
  });
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
  const { packages, requirements, onLog } = definition;
  const { path, version } = definition.python;
  const what = [...packages, ...(requirements.file === undefined ? [] : ['requirements.txt'])].join(', ');
  onLog(`making a Python ${version} environment with ${what}; later starts find it ready`);
  const since = Date.now();
  const { run, runForeign } = packageCommands(definition, directory);
  const install = [...isolated(python), 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  await run(...isolated(path), 'venv', directory).catch(fail(`Python ${version} cannot make an environment`));
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

function fail(what: string): (error: Error) => never {
  return (error) => {
    const cause = error instanceof CommandFailure ? `${explainPip(error.lines)} (${error.message}).` : error.message;
    throw new Error(`${what}: ${cause}`, { cause: error });
  };
}
