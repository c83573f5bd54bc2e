import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './read-manifest.ts';

/** A package's name and version, and its licence: the text, or the name where the package has no file of it. */
export function licenceOf(folder: string): string {
  const { name, version, license, author } = readManifest(folder);
  const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder });
  const named = `${license}; ${JSON.stringify(author ?? 'its authors')}\n`;
  return `${name} ${version}\n\n${file === undefined ? named : readFileSync(join(folder, file), 'utf8')}`;
}
