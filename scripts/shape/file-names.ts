import { basename } from 'node:path/posix';
import type { Place, SourceFile } from './source-file.ts';

/** Files that the contract of a package or of a worker names: there is no export to be named after. */
const entries = new Set(['main', 'index']);

/**
 * Files that are not named after anything that they export: `write-file.ts` may export `writeFile`, `WriteFile` or `WRITE_FILE`, and
 * `leases.ts` a table of which `lease` is a part. Files without an export are entries of programs, doors pass on what others export.
 */
export function strayFileNames(source: SourceFile): Place[] {
  const name = basename(source.path, '.ts').replace(/\.d$/, '');
  if (entries.has(name) || source.path.includes('/src/internal/')) return [];
  const exported = exportsOf(source);
  if (exported.length === 0 || exported.some((one) => isNamedAfter(name, plain(one)))) return [];
  return [{ file: source.path, line: 1, what: `exports ${exported.join(', ')}` }];
}

/** Whether an export has every word of the file's name, as `openS3Connection` has those of `s3-connections.ts`, or the file's name ends with it. */
const isNamedAfter = (file: string, name: string): boolean =>
  file.split('-').every((word) => name.includes(word.replace(/s$/, ''))) || plain(file).endsWith(name);

const plain = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();

function exportsOf(source: SourceFile): string[] {
  const found: string[] = [];
  source.visit({
    ExportNamedDeclaration({ declaration, specifiers }) {
      for (const { exported } of specifiers) if ('name' in exported) found.push(exported.name);
      if (declaration === null) return;
      if ('id' in declaration && declaration.id !== null && 'name' in declaration.id) found.push(declaration.id.name);
      if ('declarations' in declaration)
        for (const { id } of declaration.declarations) if ('name' in id) found.push(id.name);
    },
  });
  return found;
}
