import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ApiClient } from '../../src/entry/cli/api-client.ts';

export const root = resolve(import.meta.dirname, '../../../..');
/** What a process of Node needs to find the sources of this repository's packages. */
export const fromSource = ['--conditions=source'];

/**
 * What Node runs as `catenary`: the sources of this repository, or the file that CATENARY_TEST_PROGRAM names, such as `dist/main.js` of
 * an installed package.
 */
export const programWords: readonly string[] =
  process.env.CATENARY_TEST_PROGRAM === undefined
    ? [...fromSource, join(root, 'packages/server/src/main.ts')]
    : [process.env.CATENARY_TEST_PROGRAM];
export const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' };

/** A server in a process of its own, as a user starts it. */
export interface TestServer {
  readonly url: string;
  readonly data: string;
  readonly pid: number;
  readonly client: ApiClient;
  /** What AWS's clients need to find it. */
  readonly environment: NodeJS.ProcessEnv;
  /** All that it wrote to stderr so far. */
  readonly log: () => string;
  /** Ends it and resolves with its exit code; null if a signal killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface TestServerOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Data folder to use again; a fresh one otherwise. */
  readonly data?: string;
}

/** Where Python environments are kept between runs, so that each test run does not install scikit-learn again. */
export const testCache = process.env.CATENARY_TEST_CACHE ?? join(tmpdir(), 'catenary-test-cache');

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'catenary-test-'));
  const child = spawn(
    process.execPath,
    [...programWords, 'serve', '--port', '0', '--data', data, ...(options.args ?? [])],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
        CATENARY_LOG_LEVEL: 'info',
        CATENARY_ENVIRONMENTS: testCache,
        // An engine of this machine would take images that tests want refused.
        DOCKER_HOST: 'unix:///none',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const url = await readyUrl(child, () => log);
  return {
    url,
    data,
    pid: child.pid as number,
    client: new ApiClient(url, credentials, 'us-east-1'),
    environment: {
      PATH: process.env.PATH,
      HOME: data,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_REGION: 'us-east-1',
    },
    log: () => log,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export function removeData(server: TestServer): void {
  rmSync(server.data, { recursive: true, force: true });
}

function readyUrl(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((done, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const match = /^catenary ready on (\S+)(?: \(still loading: \d+ endpoints?\))?\n$/.exec(output);
      if (match !== null) done(match[1] as string);
    });
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${log()}`)));
  });
}

/** Polls until `check` gives something. */
export async function until<T>(check: () => Promise<T | undefined>, timeoutMs = 120_000): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error('it did not happen in time');
    await new Promise((done) => setTimeout(done, 30));
  }
}
