import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What may be read in /proc/<server>/environ: what the engine needs before the program runs, and names that hold no
 * secret. Every other variable of this machine might: names are allowed here, not forbidden.
 */
const harmless =
  /^(?:PATH|HOME|PWD|OLDPWD|SHLVL|USER|LOGNAME|SHELL|TERM|COLORTERM|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|HOSTNAME|_|AWS_(?:DEFAULT_)?REGION|CATENARY_(?!STORE_URL$|S3_)\w+|NODE_(?:OPTIONS|EXTRA_CA_CERTS|COMPILE_CACHE|V8_COVERAGE|NO_WARNINGS|ENV)|SSL_CERT_(?:FILE|DIR)|INVOCATION_ID|JOURNAL_STREAM|SYSTEMD_EXEC_PID)$/;

/** Marks for the process that replaces this one that its standard input is the rest of its environment. */
const marker = 'CATENARY_ENVIRONMENT_ON_STDIN';

/**
 * The block of environment that a process was started with stays readable for every process of the same user, whatever
 * the program changes later. So this process starts itself again, with the same id, without what might be secret; that
 * comes back through a file without a name. Returns in the process that has its whole environment in `process.env` only.
 */
export function hideEnvironment(): void {
  if (process.env[marker] !== undefined) {
    takeBack();
    return;
  }
  const secret = Object.entries(process.env).filter(([name]) => !harmless.test(name));
  if (secret.length === 0 || process.execve === undefined || process.platform === 'win32') return;
  const kept = Object.entries(process.env).filter(([name]) => harmless.test(name));
  try {
    putOnStandardInput(JSON.stringify(Object.fromEntries(secret)));
    const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    process.execve(process.execPath, args, { ...Object.fromEntries(kept), [marker]: '1' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `catenary: the environment of this process stays readable for processes of its user: ${why}\n`,
    );
  }
}

/** Standard input alone is handed on to a program that takes a process over. */
function putOnStandardInput(text: string): void {
  const path = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `catenary-${randomUUID()}`);
  // The lowest free number is the next file's.
  closeSync(0);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  if (file !== 0) throw new Error('its standard input could not be replaced');
  // Written at an explicit position, so that reading begins at the start.
  writeSync(file, text, 0);
}

function takeBack(): void {
  Reflect.deleteProperty(process.env, marker);
  const { nlink, size } = fstatSync(0);
  // Another standard input: the variable was set by hand.
  if (nlink !== 0 || size === 0) return;
  Object.assign(process.env, JSON.parse(readFileSync(0, 'utf8')) as Record<string, string>);
  ftruncateSync(0);
  closeSync(0);
  openSync(devNull, 'r');
}
