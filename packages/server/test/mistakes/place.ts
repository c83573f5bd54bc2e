import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programWords, testCache } from '../support/start-server.ts';

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** As another user than the one of the tests. */
  readonly uid?: number | undefined;
  readonly input?: string;
}

/** What every process gets, so that it need not compile, and install, everything anew. */
const quick = {
  CATENARY_ENVIRONMENTS: testCache,
  CATENARY_LOG_LEVEL: 'silent',
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(testCache, 'compiled-code'),
};

/** A fresh home and working folder of a user, with a folder of its own for temporary files. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'catenary-mistake-'));
  /** Of an endpoint, that no other has. */
  readonly name = `mistake-${randomUUID()}`.slice(0, 30);
  readonly #temporary = join(this.folder, '.tmp');

  constructor() {
    mkdirSync(this.#temporary);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** What `catenary ...` writes to standard error. Rejects unless it ends with status 1 or 2, within a minute. */
  async refusal(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { status, said } = await this.#run(args, options);
    if (status !== 1 && status !== 2) throw new Error(`status ${status} instead of 1 or 2: ${said}`);
    return said;
  }

  /** What `catenary ...` writes to standard output. Rejects unless it ends with status 0, within a minute. */
  async success(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { status, said, printed } = await this.#run(args, options);
    if (status !== 0) throw new Error(`status ${status} instead of 0: ${said}`);
    return printed;
  }

  async #run(args: readonly string[], { env = {}, uid }: RunOptions) {
    if (uid !== undefined) for (const path of [this.folder, this.#temporary]) chownSync(path, uid, uid);
    const variables = { PATH: process.env.PATH, HOME: this.folder, TMPDIR: this.#temporary, ...env };
    const child = spawn(process.execPath, [...programWords, ...args], {
      cwd: this.folder,
      env: { ...quick, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let [said, printed] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise<number | null>((done) => child.once('close', done));
    return { status, said, printed };
  }

  /** Files and folders that are here. */
  list(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter((path) => path !== '.tmp');
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
