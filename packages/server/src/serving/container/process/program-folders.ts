import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { findProgram } from './find-program.ts';

/** Every box has these. */
const system = /^\/(?:usr|bin|sbin|lib|lib32|lib64|libx32|nix\/store)(?:\/|$)/;

/**
 * The files of a command, as far as its words name them: the installation of its program, and the folders of the files
 * that it names by absolute paths, since a script imports its neighbours.
 */
export function commandFolders(command: readonly string[]): string[] {
  const [program = '', ...args] = command;
  const named = args.filter((word) => isAbsolute(word) && existsSync(word)).map((path) => folderOf(path));
  return [...new Set([...programFolders(program), ...named.filter((path) => !system.test(path))])];
}

/** Where a program is installed: the folder above its `bin`, and that of the file that it is a link to. */
export function programFolders(program: string): string[] {
  const path = findProgram(program);
  if (path === undefined) return [];
  const folders = [path, realpathSync(path)].filter((file) => !system.test(file)).flatMap(installationOf);
  return [...new Set(folders)];
}

function installationOf(file: string): string[] {
  const prefix = dirname(dirname(file));
  if (basename(prefix) === '.local')
    return ['bin', 'lib'].map((name) => join(prefix, name)).filter((path) => existsSync(path));
  return [isPlaceOfMany(prefix) ? folderOf(file) : prefix];
}

/** The folder of a file, or the file alone where its folder holds more than one program's files. */
function folderOf(path: string): string {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  return isPlaceOfMany(folder) ? path : folder;
}

/** `/`, the folders in it, home folders and those for temporary files. */
function isPlaceOfMany(folder: string): boolean {
  const home = homedir();
  return dirname(folder) === '/' || folder === home || dirname(home) === folder || folder === tmpdir();
}
