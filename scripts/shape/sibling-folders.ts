import { dirname, join } from 'node:path/posix';
import type { Place, SourceFile } from './source-file.ts';

/** Pairs of folders of one parent whose files import each other, at any depth; one place for each import of the rarer direction. */
export function mutualSiblings(sources: readonly SourceFile[]): Place[][] {
  const imports = new Map<string, Place[]>();
  for (const source of sources)
    for (const { target, index } of importsOf(source)) {
      const pair = siblingsOf(source.path, target);
      if (pair === undefined) continue;
      const place = { file: source.path, line: source.lineAt(index), what: `imports ${target}` };
      const places = imports.get(pair.join(' -> '));
      if (places === undefined) imports.set(pair.join(' -> '), [place]);
      else places.push(place);
    }
  return [...imports].flatMap(([pair, places]) => {
    const [from, to] = pair.split(' -> ') as [string, string];
    const back = imports.get(`${to} -> ${from}`);
    if (back === undefined || from > to) return [];
    return [places.length <= back.length ? places : back];
  });
}

/** Files that a source imports by a relative path, from the root of the repository. */
function importsOf(source: SourceFile): { target: string; index: number }[] {
  const found: { target: string; index: number }[] = [];
  const note = (node: { source: { value: unknown; start: number } | null }) => {
    const { value, start } = node.source ?? { value: undefined, start: 0 };
    if (typeof value !== 'string' || !value.startsWith('.')) return;
    found.push({ target: join(dirname(source.path), value), index: start });
  };
  source.visit({ ImportDeclaration: note, ExportNamedDeclaration: note, ExportAllDeclaration: note });
  return found;
}

/** Where two paths part: both folders, if folders they are. */
function siblingsOf(path: string, target: string): [string, string] | undefined {
  const [ours, theirs] = [path.split('/'), target.split('/')];
  const depth = ours.findIndex((part, at) => part !== theirs[at]);
  const areFolders = depth >= 0 && depth < ours.length - 1 && depth < theirs.length - 1;
  return areFolders ? [ours.slice(0, depth + 1).join('/'), theirs.slice(0, depth + 1).join('/')] : undefined;
}
