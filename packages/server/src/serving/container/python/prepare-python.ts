import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlainFile } from '../../../util/read-plain-file.ts';
import type { Enclosure } from '../process/enclosure.ts';
import type { Framework } from './framework.ts';
import { parseFrameworkVersion } from './framework-version.ts';
import { type FrameworkName, frameworks } from './frameworks.ts';
import { importedImagePackages } from './image-packages.ts';
import { openPythonEnvironment } from './python-environment.ts';
import { defaultPython, findPython } from './python-interpreter.ts';
import { readRequirements } from './requirements.ts';

/** An environment as the image of a framework has it, and what it is made for. */
export interface FrameworkEnvironment {
  readonly framework: FrameworkName;
  readonly image: string;
  /** Says which release of the framework: `1.9-1-cpu-py3`. */
  readonly imageTag: string;
  /** Interpreter to make environments from. Default `python3`, or one on PATH that suits the framework better. */
  readonly python?: string | undefined;
  /** Where requirements.txt may lie, and scripts. */
  readonly codeDirectory: string;
  /** Which of the image's further packages it has: those that scripts in the code directory import, all, or those named. */
  readonly imported: 'by scripts' | 'all' | readonly string[];
  readonly enclosure: Enclosure;
  /** Python environments are kept below, in `python/`. */
  readonly dataDirectory: string;
  readonly onLog: (line: string) => void;
  /** Gets what is being done, in words. */
  readonly onProgress?: ((doing: string) => void) | undefined;
  readonly signal: AbortSignal;
}

/** A larger Python file is data: its imports are not searched, bytes. */
const maxSourceBytes = 1024 * 1024;

/** Path of an interpreter that has a framework's packages, made if it is not there yet. Rejects with a reason for its user. */
export async function preparePython(definition: FrameworkEnvironment): Promise<string> {
  const { codeDirectory, image, imageTag, python, dataDirectory, ...rest } = definition;
  const framework: Framework = frameworks[definition.framework];
  const line = parseFrameworkVersion(imageTag);
  if (line === undefined) {
    throw new Error(
      `The tag of image ${image} does not say which ${framework.title}; tags look like ${framework.tagExample}.`,
    );
  }
  const what = `${framework.title} ${line.major}.${line.minor}`;
  return openPythonEnvironment({
    ...rest,
    python: await findPython(python ?? defaultPython, framework.pythons(line), what),
    packages: [...framework.requirements(line), ...(await furtherPackages(definition, framework.imagePackages(line)))],
    requirements: await readRequirements(codeDirectory),
    codeDirectory,
    directory: join(dataDirectory, 'python'),
  });
}

async function furtherPackages(
  { imported, codeDirectory }: FrameworkEnvironment,
  packages: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  if (imported === 'all') return [...new Set(Object.values(packages))].toSorted();
  if (imported === 'by scripts') return importedImagePackages(await sourcesIn(codeDirectory), packages);
  return Object.entries(packages).flatMap(([name, wanted]) => (imported.includes(name) ? [wanted] : []));
}

async function sourcesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sources: string[] = [];
  for (const { name, parentPath } of entries.filter((entry) => entry.isFile() && entry.name.endsWith('.py')))
    sources.push(await readPlainFile(join(parentPath, name), maxSourceBytes).then(String, () => ''));
  return sources;
}
