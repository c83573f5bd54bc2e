import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pipEnvironment } from '../process/base-environment.ts';
import type { PythonRange } from './framework.ts';

/** An interpreter that runs, and its version: `3.11.7`. */
export interface PythonInterpreter {
  readonly path: string;
  readonly version: string;
}

/** The default: whatever `python3` is, or another one on PATH if that is too new or too old for the framework. */
export const defaultPython = 'python3';

/**
 * The interpreter to make an environment from: the one that is configured, whatever its version; with the default, the
 * first on PATH that the framework was released for, newest first after `python3` itself. Rejects if none runs.
 */
export async function findPython(configured: string, { oldest, newest }: PythonRange): Promise<PythonInterpreter> {
  const first = await askVersion(configured);
  if (configured !== defaultPython || isBetween(first, oldest, newest)) return first;
  for (let minor = newest; minor >= oldest; minor--) {
    const other = await askVersion(`python3.${minor}`).catch(() => undefined);
    if (other !== undefined && isBetween(other, oldest, newest)) return other;
  }
  return first;
}

function isBetween({ version }: PythonInterpreter, oldest: number, newest: number): boolean {
  const minor = Number(version.split('.')[1]);
  return minor >= oldest && minor <= newest;
}

async function askVersion(path: string): Promise<PythonInterpreter> {
  const program = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(path, ['-c', program], { env: pipEnvironment(), timeout: 30_000 });
    version = stdout.trim();
  } catch (error) {
    const why = (error as Error).message.trim().slice(0, 300);
    throw new Error(`The Python interpreter ${path} does not run: ${why}`, { cause: error });
  }
  const [major, minor] = version.split('.').map(Number) as [number, number];
  if (major !== 3 || minor < 7) {
    throw new Error(`${path} is Python ${version}; containers with scripts need 3.7 or newer.`);
  }
  return { path, version };
}
