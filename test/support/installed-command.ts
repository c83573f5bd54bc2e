import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Whether npm can ask its registry: what a test installs from there is skipped, by name, where it cannot. */
export async function hasNpmNetwork(): Promise<boolean> {
  const words = ['view', 'hyparquet@1.31.5', 'version', '--fetch-retries=0', '--fetch-timeout=20000'];
  return promisify(execFile)('npm', words, { timeout: 60_000 }).then(
    () => true,
    () => false,
  );
}

/** What a user has who has nothing: a home with nothing in it, and these programs on PATH. */
export function emptyHome(home: string, path: readonly string[]): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  // How this machine reaches its registry (certificates) is the machine's, not the user's.
  const certificates = Object.entries(process.env).filter(([name]) =>
    /^(?:SSL_CERT_\w+|NODE_EXTRA_CA_CERTS)$/.test(name),
  );
  return { ...Object.fromEntries(certificates), HOME: home, PATH: path.join(delimiter) };
}

/** `npm install -g` of archives into a folder. Gives the folder of its commands. */
export function installGlobally(archives: readonly string[], prefix: string, env: NodeJS.ProcessEnv): string {
  const words = ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', ...archives];
  execFileSync('npm', words, { cwd: env.HOME, env, stdio: 'pipe' });
  return join(prefix, 'bin');
}

/** Where the program that runs the tests and npm are, and what else scripts need. */
export const pathOfTests = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)];

/** A server that `catenary serve` starts, until `stop`, which gives its exit status. */
export async function serveInstalled(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
  const [program, ...words] = command;
  const child = spawn(program, [...words, 'serve', '--port', '0'], {
    env,
    cwd: env.HOME,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  return {
    line: String(line),
    stop: async (signal?: NodeJS.Signals) => {
      child.kill(signal);
      const [status] = (await once(child, 'exit')) as [number | null];
      return status;
    },
  };
}
