/**
 * Packages that AWS's image has besides scikit-learn, so that scripts import them without naming them in
 * requirements.txt. Each is installed only for a script that imports it: module name → distribution.
 */
const imagePackages: Readonly<Record<string, string>> = {
  boto3: 'boto3',
  botocore: 'boto3',
  flask: 'flask',
  pandas: 'pandas',
  psutil: 'psutil',
  requests: 'requests',
};

const importLine = /^[ \t]*(?:import|from)[ \t]+([^\n#]+)/gm;

/** Distributions of the image that a script's text imports, sorted. */
export function importedImagePackages(sources: readonly string[]): string[] {
  const found = new Set<string>();
  for (const source of sources) {
    for (const [, names] of source.matchAll(importLine)) {
      for (const name of (names as string).split(/\s+import\s|,/)) {
        const [module] = name.trim().split(/[.\s]/) as [string];
        if (Object.hasOwn(imagePackages, module)) found.add(imagePackages[module] as string);
      }
    }
  }
  return [...found].sort();
}
