import type { Place, SourceFile } from './source-file.ts';

/** Imports of packages that stand behind one of the package's own files; one place for each file, the first. */
export function mixedImports(source: SourceFile): Place[] {
  let isInside = false;
  const found: Place[] = [];
  source.visit({
    ImportDeclaration({ source: { value, start } }) {
      if (value.startsWith('.')) isInside = true;
      else if (isInside) found.push({ file: source.path, line: source.lineAt(start), what: `imports ${value}` });
    },
  });
  return found.slice(0, 1);
}
