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

/** Versions 3.N that are looked for on PATH as `python3.N`. */
const minors = { oldest: 7, newest: 20 };

/**
 * The interpreter to make an environment from: the one that is configured, whatever its version; with the default, the
 * first on PATH that the framework was released for, newest first after `python3` itself. Rejects if none runs, or none that
 * suits `what`.
 */
export async function findPython(configured: string, range: PythonRange, what: string): Promise<PythonInterpreter> {
  if (configured !== defaultPython) return askVersion(configured);
  const first = await askVersion(configured).catch((error: Error) => error);
  if (!(first instanceof Error) && isIn(range, first)) return first;
  const others = await findOthers();
  const suitable = others.find((other) => isIn(range, other));
  if (suitable !== undefined) return suitable;
  if (first instanceof Error && others.length === 0) throw first;
  throw unsuitable(what, range, first instanceof Error ? others : [first, ...others]);
}

/** All interpreters that environments may be made from: the one that is configured, or with the default all on PATH. */
export async function findPythons(configured: string): Promise<PythonInterpreter[]> {
  if (configured !== defaultPython) return [await askVersion(configured)];
  const [first, others] = await Promise.all([askVersion(configured).catch((error: Error) => error), findOthers()]);
  if (!(first instanceof Error)) return [first, ...others.filter(({ version }) => version !== first.version)];
  if (others.length === 0) throw first;
  return others;
}

/** Those on PATH that say their version in their name, newest first. */
async function findOthers(): Promise<PythonInterpreter[]> {
  const found: PythonInterpreter[] = [];
  for (let minor = minors.newest; minor >= minors.oldest; minor--) {
    const other = await askVersion(`python3.${minor}`).catch(() => undefined);
    if (other !== undefined) found.push(other);
  }
  return found;
}

function isIn({ oldest, newest }: PythonRange, { version }: PythonInterpreter): boolean {
  const minor = minorOf(version);
  return minor >= oldest && minor <= newest;
}

const minorOf = (version: string) => Number(version.split('.')[1]);

function unsuitable(what: string, { oldest, newest }: PythonRange, found: readonly PythonInterpreter[]): Error {
  const versions = [...new Set(found.map(({ version }) => version))].join(', ');
  const from = Math.max(oldest, minors.oldest);
  const upTo = newest >= minors.newest ? ' or newer' : ` to 3.${newest}`;
  const wanted = `3.${from}${from === newest ? '' : upTo}`;
  const name = `python3.${newest >= minors.newest ? from : newest}`;
  return new Error(
    `${what} was published for Python ${wanted}, and this machine has ${versions}: put ${name} on PATH, or name an interpreter with CATENARY_PYTHON.`,
  );
}

async function askVersion(path: string): Promise<PythonInterpreter> {
  const program = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  let version: string;
  try {
    const { stdout } = await promisify(execFile)(path, ['-c', program], { env: pipEnvironment(), timeout: 30_000 });
    version = stdout.trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT';
    const why = isMissing ? 'there is no such program' : message.trim().slice(0, 300);
    throw new Error(
      `The Python interpreter ${path} does not run: ${why}; install Python 3.${minors.oldest} or newer with venv (apt-get install python3 python3-venv), or name one with CATENARY_PYTHON.`,
      { cause: error },
    );
  }
  const [major, minor] = version.split('.').map(Number) as [number, number];
  if (major !== 3 || minor < minors.oldest) {
    throw new Error(`${path} is Python ${version}; containers with scripts need 3.${minors.oldest} or newer.`);
  }
  return { path, version };
}
