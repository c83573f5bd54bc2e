import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPythonEnvironment } from './python-environment.ts';
import { programWords, root } from './start-server.ts';

const run = promisify(execFile);
/** Releases of Spark that tests run, each with what else its Python has. */
const releases = {
  '3.5.8': ['numpy==1.26.4', 'pandas==2.2.3', 'pyarrow==17.0.0', 'boto3==1.43.11'],
  '4.1.2': ['numpy==2.4.6', 'pandas==3.1.1', 'pyarrow==26.0.1'],
} as const;
type SparkRelease = keyof typeof releases;

export const sparkReleases: readonly SparkRelease[] = ['3.5.8', '4.1.2'];

/** A Python with Spark, whose scripts find this repository's Python packages and command. */
export interface SparkEnvironment {
  readonly python: string;
  /** Runs a script with its arguments; resolves with the lines that it prints. */
  readonly printedBy: (script: readonly string[], environment: NodeJS.ProcessEnv) => Promise<string[]>;
}

/** Undefined without Java, Python or a package index: tests skip then, by name. */
export async function findSparkEnvironment(release: SparkRelease = '3.5.8'): Promise<SparkEnvironment | undefined> {
  const hasJava = await run('java', ['-version']).then(
    () => true,
    () => false,
  );
  const found = hasJava ? await findPythonEnvironment([`pyspark==${release}`, ...releases[release]]) : undefined;
  if (found === undefined) return undefined;
  const { python } = found;
  const sources = ['spark', 'mleap'].map((name) => join(root, 'packages', name, 'src'));
  const command = [process.execPath, ...programWords];
  const variables = {
    PYTHONPATH: sources.join(':'),
    PYSPARK_PYTHON: python,
    CATENARY_COMMAND: command.map((word) => `'${word}'`).join(' '),
  };
  return {
    python,
    printedBy: async (script, environment) => {
      const { stdout } = await run(python, script, { env: { ...environment, ...variables }, timeout: 580_000 });
      return stdout.trim().split('\n');
    },
  };
}
