import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What a script needs besides its framework. */
export interface Requirements {
  /** Path of requirements.txt; undefined if there is none. */
  readonly file?: string;
  /** Hex digest of everything that the file makes pip install. */
  readonly digest: string;
}

/** Lines that install something from the code directory itself, as `.`, `-e ./lib` or `lib/x.whl` do. */
const localLine = /^\s*(?:(?:-e|--editable)[\s=]|[./]|\S*\.whl\b|\S*\/)/m;
const includeLine = /^\s*(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)/gm;

/** Finds requirements.txt beside the script and digests it, with the files it includes and those it installs. */
export async function readRequirements(codeDirectory: string): Promise<Requirements> {
  const file = join(codeDirectory, 'requirements.txt');
  const hash = createHash('sha256');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { digest: hash.digest('hex') };
  await digestFile(file, text, hash, new Set());
  if (localLine.test(text)) await digestDirectory(codeDirectory, hash);
  return { file, digest: hash.digest('hex') };
}

async function digestFile(
  file: string,
  text: string,
  hash: ReturnType<typeof createHash>,
  seen: Set<string>,
): Promise<void> {
  seen.add(file);
  hash.update(`${text.length}:${text}`);
  for (const [, name] of text.matchAll(includeLine)) {
    const included = resolve(dirname(file), name as string);
    if (!seen.has(included)) await digestFile(included, await readFile(included, 'utf8').catch(() => ''), hash, seen);
  }
}

async function digestDirectory(directory: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) hash.update(path.slice(directory.length)).update(await readFile(path));
}
