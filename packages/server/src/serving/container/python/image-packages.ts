import { own } from '@catenary/scoring/internal/names';

const importLine = /^[ \t]*(?:import|from)[ \t]+([^\n#]+)/gm;

/** What of an image's packages (module → what pip is asked for) a script's text imports, sorted. */
export function importedImagePackages(
  sources: readonly string[],
  packages: Readonly<Record<string, string>>,
): string[] {
  const found = new Set<string>();
  for (const source of sources) {
    for (const [, names] of source.matchAll(importLine)) {
      for (const name of (names as string).split(/\simport\s|,/)) {
        const [module] = name.trim().split(/[.\s]/) as [string];
        if (Object.hasOwn(packages, module)) found.add(own(packages, module) as string);
      }
    }
  }
  return [...found].sort();
}
