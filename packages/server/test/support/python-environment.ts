import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLimitMs, installOnce } from './install-once.ts';
import { testCache } from './start-server.ts';

const run = promisify(execFile);

/** The clients that the server is measured by; their versions are part of what the tests say. */
const awsClients = ['boto3==1.43.11', 'awscli==1.45.11'];
/** Version 2 of the sagemaker Python SDK, whole, and of version 3 the part that has to do with inference. */
export const pythonSdk2 = ['boto3==1.43.11', 'sagemaker==2.257.7'];
export const pythonSdk3 = ['boto3==1.44.5', 'sagemaker-core==2.27.0'];
/** Its ModelBuilder asks for libraries of training, too: what it needs for deploying is named here, and it comes alone. */
export const pythonModelBuilder = [...pythonSdk3, 'docker==7.2.0', 'graphene==3.4.3', 'psutil==7.2.2', 'tqdm==4.70.1'];
export const modelBuilderAlone = ['sagemaker-serve==1.27.0', 'sagemaker-train==1.27.0'];

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
 * `alone`: packages that come without what they depend on.
 */
export async function findPythonEnvironment(
  packages = awsClients,
  alone: readonly string[] = [],
): Promise<PythonEnvironment | undefined> {
  const directory = join(testCache, [...packages, ...alone].join('_').replaceAll('==', '-'));
  const environment = { python: join(directory, 'bin', 'python'), aws: join(directory, 'bin', 'aws') };
  const install = async () => {
    await run('python3', ['-m', 'venv', directory]);
    const pip = ['-m', 'pip', 'install', '--quiet'];
    await run(environment.python, [...pip, ...packages], { timeout: installLimitMs });
    if (alone.length > 0) await run(environment.python, [...pip, '--no-deps', ...alone], { timeout: installLimitMs });
  };
  return (await installOnce(directory, install)) ? environment : undefined;
}
