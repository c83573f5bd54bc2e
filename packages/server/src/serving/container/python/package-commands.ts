import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../../util/make-folder.ts';
import { pipEnvironment, pipPaths } from '../process/base-environment.ts';
import { childOptions, type Enclosure, openEnclosure } from '../process/enclosure.ts';
import { programFolders } from '../process/program-folders.ts';
import type { EnvironmentDefinition } from './environment-definition.ts';
import { pipStep } from './pip-step.ts';
import { runCommand } from './run-command.ts';

export interface PackageCommands {
  /** Installs packages of the index without running their code; downloads are cached for other environments. */
  readonly run: (...command: string[]) => Promise<void>;
  /** Installs what a model requires; its build may run code of the model. */
  readonly runForeign: (...command: string[]) => Promise<void>;
}

interface Where {
  /** Working directory. */
  readonly directory: string;
  /** What may be written to besides the environment. */
  readonly writable: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Memory of one process, KiB; size of a file, blocks of 512 bytes; seconds of processor of one process. */
const limits = ['ulimit -v 16777216', 'ulimit -f 16777216', 'ulimit -t 3600'];

/** Runs pip in the container's box, where it sees the environment that it makes and the code folder. */
export function packageCommands(definition: EnvironmentDefinition, directory: string): PackageCommands {
  const { onLog, onProgress, signal, enclosure = openEnclosure, python } = definition;
  const environment = pipEnvironmentIn(enclosure);
  const readable = [...programFolders(python.path), ...pipPaths(environment)];
  const runIn = (place: Enclosure, where: Where, command: readonly string[]) => {
    // Pip has limits of its own, below.
    const options = childOptions(
      { ...place, memoryMB: undefined },
      { readable, writable: [directory, where.writable] },
    );
    return runCommand({
      command,
      directory: where.directory,
      environment: { ...environment, ...where.environment },
      onLine: (line) => {
        const step = pipStep(line);
        if (step === undefined) onLog(line);
        else if (step.doing !== undefined) onProgress?.(step.doing);
      },
      signal,
      ...options,
      setup: [...limits, ...options.setup],
    });
  };
  return {
    run: async (...command) => {
      // Not in the code folder: neither its modules nor its settings are to be found by what the server runs.
      if (!enclosure.box.isClosed) return runIn(enclosure, { directory, writable: directory }, command);
      const cache = join(definition.directory, '.cache');
      await makeFolder(cache);
      const where = { directory, writable: cache, environment: { PIP_CACHE_DIR: cache } };
      // The server's own work: it may use the network even if the container must not.
      return runIn({ ...enclosure, isOffline: false }, where, command);
    },
    runForeign: (...command) => {
      const { codeDirectory } = definition;
      return runIn(enclosure, { directory: codeDirectory, writable: codeDirectory }, command);
    },
  };
}

/** The user's settings of pip are found by their path where the home folder is not there. */
function pipEnvironmentIn({ box }: Enclosure): Record<string, string> {
  const own = pipEnvironment();
  if (!box.isClosed) return own;
  const settings = ['.config/pip/pip.conf', '.pip/pip.conf']
    .map((name) => join(own.HOME ?? '/', name))
    .find(existsSync);
  const file = settings === undefined || own.PIP_CONFIG_FILE !== undefined ? {} : { PIP_CONFIG_FILE: settings };
  return { ...own, ...file, HOME: '/tmp', TMPDIR: '/tmp' };
}
