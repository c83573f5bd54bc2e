import { execFile } from 'node:child_process';
import { access, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The clients that the server is measured by; their versions are part of what the tests say. */
const awsClients = ['boto3==1.43.11', 'awscli==1.45.11'];
/** Version 2 of the sagemaker Python SDK, whole, and of version 3 the part that has to do with inference. */
export const pythonSdk2 = ['boto3==1.43.11', 'sagemaker==2.257.7'];
export const pythonSdk3 = ['boto3==1.44.5', 'sagemaker-core==2.27.0'];

/** A virtual environment with clients. */
export interface PythonEnvironment {
  /** Path of its Python. */
  readonly python: string;
  /** Path of its AWS CLI, where the packages have it. */
  readonly aws: string;
}

/**
 * Makes the environment once per machine, under CATENARY_TEST_CACHE or the folder for temporary files, and gives back
 * the same afterwards; undefined where it cannot be made (no Python, no package index): tests skip then, by name.
 */
export async function findPythonEnvironment(packages = awsClients): Promise<PythonEnvironment | undefined> {
  const cache = process.env.CATENARY_TEST_CACHE ?? join(tmpdir(), 'catenary-test-cache');
  const directory = join(cache, packages.join('_').replaceAll('==', '-'));
  const environment = { python: join(directory, 'bin', 'python'), aws: join(directory, 'bin', 'aws') };
  if (await exists(join(directory, 'complete'))) return environment;
  const lock = `${directory}.lock`;
  await mkdir(cache, { recursive: true });
  if (!(await takeLock(lock))) return (await waitFor(join(directory, 'complete'))) ? environment : undefined;
  try {
    await rm(directory, { recursive: true, force: true });
    // An environment has its own path in its scripts: it is made where it stays, and marked when it is whole.
    await run('python3', ['-m', 'venv', directory]);
    await run(environment.python, ['-m', 'pip', 'install', '--quiet', ...packages], { timeout: 240_000 });
    await mkdir(join(directory, 'complete'));
    return environment;
  } catch {
    return undefined;
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Two test files may want it at the same time: one of them makes it. */
async function takeLock(path: string): Promise<boolean> {
  return mkdir(path).then(
    () => true,
    () => false,
  );
}

async function waitFor(path: string): Promise<boolean> {
  for (let waited = 0; waited < 250; waited++) {
    if (await exists(path)) return true;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return false;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
