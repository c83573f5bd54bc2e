import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { credentials } from '../../../packages/server/test/support/start-server.ts';
import { mainOf } from '../child-server.ts';
import { delaysOf, type LoopDelay } from './probe.ts';

export interface MeasuredServerOptions {
  /** Data folder to use again; a fresh one otherwise. */
  readonly data?: string;
  /** Further arguments of `serve`. */
  readonly args?: readonly string[];
}

/** A server whose event loop is watched from within. */
export class MeasuredServer {
  readonly data: string;
  readonly client: ApiClient;
  readonly url: string;
  readonly readyMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, started: { readonly data: string; readonly readyMs: number }) {
    this.#child = child;
    this.data = started.data;
    this.url = url;
    this.readyMs = started.readyMs;
    this.client = new ApiClient(url, credentials, 'us-east-1');
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** `checkout` may be another one, to compare with. */
  static async start(checkout: string, options: MeasuredServerOptions = {}): Promise<MeasuredServer> {
    const { data = mkdtempSync(join(tmpdir(), 'catenary-bench-')), args = [] } = options;
    const since = performance.now();
    const probe = resolve(import.meta.dirname, 'probe.ts');
    const serve = [mainOf(checkout), 'serve', '--port', '0', '--data', data, ...args];
    const child = spawn(process.execPath, ['--conditions=source', '--import', probe, ...serve], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        CATENARY_LOG_LEVEL: 'error',
      },
    });
    const url = await new Promise<string>((done, fail) => {
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const match = /ready on (\S+)/.exec(output);
        if (match !== null) done(match[1] as string);
      });
      child.once('close', (code) => fail(new Error(`the server ended with ${code} before it was ready`)));
    });
    return new MeasuredServer(child, url, { data, readyMs: performance.now() - since });
  }

  /** How late its event loop was since this was last asked. */
  async delays(): Promise<LoopDelay> {
    const path = delaysOf(this.pid);
    this.#child.kill('SIGUSR2');
    while (!existsSync(path)) await sleep(5);
    const told = JSON.parse(readFileSync(path, 'utf8')) as LoopDelay;
    rmSync(path);
    return told;
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('close', done));
    this.#child.kill('SIGTERM');
    await ended;
  }

  removeData(): void {
    rmSync(this.data, { recursive: true, force: true });
  }
}
