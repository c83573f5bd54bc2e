import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { userCache } from '../user-cache.ts';
import { launcherMark } from './end-with-launcher.ts';
import { fetchNode } from './fetch-node.ts';
import { findNewerNode } from './find-newer-node.ts';
import { fetchedNode, nodePackage, oldestNode } from './needs-other-node.ts';

/** What a line of npm begins with that says what was wrong; the first has a code alone. */
const npmSays = 'npm error ';

const program = fileURLToPath(new URL('../../main.js', import.meta.url));

/** Runs this command in a Node that is new enough: one on PATH, or one that is fetched. Ends with what the command ends with. */
export async function runInNewerNode(): Promise<void> {
  const node = findNewerNode(process.env.PATH ?? '') ?? (await fetchOne().catch(refuse));
  const words = [program, ...process.argv.slice(2)];
  // Releases that can hand their process over do: there is one process less, and nothing to pass on.
  process.execve?.(node, [node, ...words], process.env);
  const env = { ...process.env, [launcherMark]: String(process.pid) };
  const child = spawn(node, words, { stdio: 'inherit', env });
  passOnSignals((signal) => child.kill(signal));
  child.once('error', refuse);
  child.once('exit', (status, signal) => {
    if (signal === null) process.exit(status ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

async function fetchOne(): Promise<string> {
  const cache = userCache(process.env);
  const name = nodePackage({ platform: process.platform, arch: process.arch, glibc: glibcVersion() });
  if (name === undefined) throw new Error(`it is not fetched for ${process.platform} on ${process.arch}`);
  if (cache === undefined) throw new Error('HOME, below which one could be fetched, is not set');
  return fetchNode(name, cache);
}

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

/** A terminal sends an interrupt to both processes by itself. */
function passOnSignals(send: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) send(signal);
    });
}

function refuse(error: NodeJS.ErrnoException): never {
  const why = error.code === 'ENOENT' ? 'npm, which would fetch one, is not on PATH' : firstLine(error);
  process.stderr.write(
    `catenary: needs Node ${oldestNode} or newer; this is Node ${process.versions.node}, and Node ${fetchedNode} could not be had (${why}). Put a newer Node on PATH.\n`,
  );
  process.exit(1);
}

/** What npm said was wrong, or what else it was. */
function firstLine({ message, stderr = '' }: Error & { readonly stderr?: string }): string {
  const said = stderr.split('\n').find((line) => line.startsWith(npmSays) && !line.startsWith(`${npmSays}code`));
  return said?.slice(npmSays.length) ?? message.split('\n', 1)[0] ?? message;
}
