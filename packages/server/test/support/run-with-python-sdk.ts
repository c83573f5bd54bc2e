import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { example } from './diamonds.ts';
import { findPythonEnvironment, pythonSdk2 } from './python-environment.ts';
import { removeData, startTestServer } from './start-server.ts';

const run = promisify(execFile);
const sdk = await findPythonEnvironment(pythonSdk2);

/** Whether version 2 of the sagemaker Python SDK can be had here: a test is skipped without it. */
export const hasPythonSdk = sdk !== undefined;

/**
 * What a script of `test/conformance` prints that uses version 2 of the sagemaker Python SDK. It calls a server that is started
 * for it, and is told where the example of the diamonds lies.
 */
export async function runWithPythonSdk(script: string): Promise<string> {
  const server = await startTestServer();
  try {
    const path = join(import.meta.dirname, '../conformance', script);
    const options = { env: { ...server.environment, TERM: 'dumb' }, timeout: 280_000 };
    const { stdout } = await run(sdk?.python ?? '', [path, example('.')], options);
    return stdout;
  } finally {
    await server.stop();
    removeData(server);
  }
}
