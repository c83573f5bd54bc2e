import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { insideFolder } from '../../../util/inside-folder.ts';

export interface ScriptLocation {
  /** Directory with the user's modules and, if there is one, requirements.txt. */
  readonly codeDirectory: string;
  /** The script that defines model_fn, relative to the code directory. */
  readonly program: string;
}

/** A fitted model that is served without a script. */
export interface ModelLocation {
  /** Where requirements.txt may lie. */
  readonly codeDirectory: string;
  /** Relative to the model directory. */
  readonly modelFile: string;
  /** Why it is not read natively. */
  readonly reason: string;
}

export type PythonProgram = ScriptLocation | ModelLocation;

export interface ScriptQuestion {
  readonly modelDirectory: string;
  /** Where the archive named by SAGEMAKER_SUBMIT_DIRECTORY was unpacked, if it named one. */
  readonly sourceDirectory?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds the user's script: SAGEMAKER_PROGRAM in SAGEMAKER_SUBMIT_DIRECTORY; without them `code/inference.py` of the
 * model archive, or the only .py file there is in `code/`. Throws with what was looked for and what there is.
 */
export async function findScript(question: ScriptQuestion): Promise<ScriptLocation> {
  const codeDirectory = await codeDirectoryOf(question);
  const files = await pythonFiles(codeDirectory);
  const only = files.length === 1 ? files[0] : undefined;
  const program = question.environment.SAGEMAKER_PROGRAM || (only ?? 'inference.py');
  const path = resolve(codeDirectory, program);
  const inside = relative(codeDirectory, path);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new Error(`SAGEMAKER_PROGRAM ${program} is outside of the code directory.`);
  if ((await stat(path).catch(() => undefined))?.isFile() !== true)
    throw new Error(describeMissing(question, program, files));
  return { codeDirectory, program: inside };
}

/** The archive of the source, or a folder of the model: nothing else of this machine is a container's to see. */
async function codeDirectoryOf({ modelDirectory, sourceDirectory, environment }: ScriptQuestion): Promise<string> {
  if (sourceDirectory !== undefined) return sourceDirectory;
  const named = (environment.SAGEMAKER_SUBMIT_DIRECTORY ?? '').replace(/^file:\/\//, '');
  if (named === '' || named.startsWith('s3://') || named === '/opt/ml/code') return join(modelDirectory, 'code');
  // /opt/ml/model is where AWS's container has the model.
  const isOfModel = named === '/opt/ml/model' || named.startsWith('/opt/ml/model/');
  const path = isOfModel ? `.${named.slice('/opt/ml/model'.length)}` : named;
  const directory = await insideFolder(modelDirectory, path);
  if (directory !== undefined) return directory;
  throw new Error(
    `SAGEMAKER_SUBMIT_DIRECTORY ${named} must be a folder of the model archive (such as /opt/ml/model/code), without links, or an s3:// address.`,
  );
}

async function pythonFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.endsWith('.py')).sort();
}

function describeMissing({ environment }: ScriptQuestion, program: string, files: readonly string[]): string {
  const asked = environment.SAGEMAKER_PROGRAM === undefined ? 'No SAGEMAKER_PROGRAM is set, and there' : 'There';
  const found = files.length === 0 ? 'no Python file' : files.join(', ');
  const where = environment.SAGEMAKER_SUBMIT_DIRECTORY ?? 'code/ of the model archive';
  return (
    `${asked} is no ${program} in ${where} (found there: ${found}). Put the script with model_fn into code/inference.py ` +
    `of the archive, or name it with SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY.`
  );
}
