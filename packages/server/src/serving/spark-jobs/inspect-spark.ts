import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { containerBaseEnvironment } from '../container/process/base-environment.ts';
import { findProgram } from '../container/process/find-program.ts';
import type { SparkOption } from './spark-option.ts';

/** A Spark that is there: an option with what its files say. */
export interface SparkInstallation extends SparkOption {
  readonly home: string;
  /** Absolute path of the driver's interpreter. */
  readonly python: string;
  /** `3.5.8` */
  readonly version: string;
  /** The version of the Hadoop in it: hadoop-aws must have the same. */
  readonly hadoop: string | undefined;
}

/** Rejects with a sentence for the operator, and for the message of a run, if it is not there. */
export async function inspectSpark(option: SparkOption): Promise<SparkInstallation> {
  const python = findProgram(option.python ?? 'python3');
  if (python === undefined) throw new Error(`spark "${option.name}": there is no ${option.python ?? 'python3'}.`);
  const home = option.home ?? (await homeOf(option.name, python));
  const jars = await readdir(join(home, 'jars')).catch(() => []);
  const version = versionIn(jars, /^spark-core_[\d.]+-(.+)\.jar$/);
  if (version === undefined)
    throw new Error(`spark "${option.name}": ${join(home, 'jars')} has no spark-core: it is no Spark.`);
  const hadoop = versionIn([...jars], /^hadoop-client-(?:runtime|api)-(.+)\.jar$/);
  return { ...option, home, python, version, hadoop };
}

const versionIn = (jars: readonly string[], name: RegExp) =>
  jars.map((jar) => name.exec(jar)?.[1]).find((found) => found !== undefined);

/** Where pyspark is installed, which its wheel makes a whole Spark. */
async function homeOf(name: string, python: string): Promise<string> {
  const program = 'import os, importlib.util as u; print(os.path.dirname(u.find_spec("pyspark").origin))';
  const options = { env: containerBaseEnvironment(), timeout: 60_000 };
  const { stdout } = await promisify(execFile)(python, ['-c', program], options).catch((error: Error) => {
    throw new Error(`spark "${name}": ${python} has no pyspark: install it there, or name a Spark by home.`, {
      cause: error,
    });
  });
  return stdout.trim();
}
