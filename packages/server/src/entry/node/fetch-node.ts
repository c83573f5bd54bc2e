import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../../util/make-folder.ts';
import { isNewEnough } from './find-newer-node.ts';
import { fetchedNode } from './needs-other-node.ts';

/** How long the 45 MB may take, milliseconds. */
const maxFetchMs = 15 * 60_000;

/**
 * The program of a package of npm that is a Node, fetched into `cache` unless it is there. Commands that do so at once do not
 * meet: each installs into a folder of its own, and the first to be ready gives it its name.
 */
export async function fetchNode(name: string, cache: string): Promise<string> {
  const place = join(cache, `node-${fetchedNode}`);
  const program = join(place, 'node_modules', name, 'bin', 'node');
  if (isNewEnough(program)) return program;
  process.stderr.write(`catenary: fetching Node ${fetchedNode} by npm (45 MB, once) ...\n`);
  await makeFolder(dirname(place));
  const made = await mkdtemp(`${place}.`);
  try {
    await writeFile(join(made, 'package.json'), '{"private":true}\n');
    await install(made, `${name}@${fetchedNode}`);
    await rm(place, { recursive: true, force: true });
    await rename(made, place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return program;
}

async function install(folder: string, what: string): Promise<void> {
  const words = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', what];
  // Variables of an `npx` or `npm install -g` that called this: its global folder is not where this one goes.
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(?:global|location|prefix)$/.test(name),
  );
  await promisify(execFile)('npm', words, { env: Object.fromEntries(environment), timeout: maxFetchMs });
}
