import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { untilOneAnswers } from './outside-program.ts';

/** A PostgreSQL server of the test's own, on a free port, gone when it is closed. */
export interface Postgres {
  /** Address of a new, empty database. */
  createDatabase(): Promise<string>;
  pid: number;
  close(): Promise<void>;
}

const debianFolder = '/usr/lib/postgresql';

/** Folder of the server's programs; undefined where there are none: tests skip then, by name. */
export function findPostgres(): string | undefined {
  const found = () =>
    existsSync(debianFolder)
      ? readdirSync(debianFolder)
          .toSorted((a, b) => Number(b) - Number(a))
          .map((version) => join(debianFolder, version, 'bin'))
          .find((folder) => existsSync(join(folder, 'initdb')))
      : undefined;
  if (found() === undefined && process.getuid?.() === 0) {
    try {
      const options = { stdio: 'ignore', timeout: 200_000 } as const;
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], options);
    } catch {
      // No Debian, or no packages available.
    }
  }
  return found();
}

/** PostgreSQL refuses to run as root: it then runs as a user that owns nothing else. */
function throwAwayUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

export async function startPostgres(programs: string): Promise<Postgres> {
  const directory = mkdtempSync(join(tmpdir(), 'pg-'));
  const user = throwAwayUser();
  if (user !== undefined) {
    chmodSync(tmpdir(), 0o711); // it must get through to its own folder
    chownSync(directory, user.uid, user.gid);
  }
  const run = { ...user, stdio: 'ignore', cwd: directory } as const;
  const initialize = ['-D', join(directory, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N'];
  execFileSync(join(programs, 'initdb'), initialize, run);
  const { child, address } = await untilOneAnswers(() => launch(programs, { directory, run }));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let databases = 0;
  return {
    pid: child.pid as number,
    async createDatabase() {
      const name = `test${databases++}`;
      await query(address('postgres'), `CREATE DATABASE ${name}`);
      return address(name);
    },
    async close() {
      child.kill('SIGQUIT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function launch(programs: string, { directory, run }: { directory: string; run: SpawnOptions }) {
  const port = await freePort();
  const data = join(directory, 'data');
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...flags], { ...run, stdio: [...stdio] });
  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  return { child, address, ask: () => answersFrom(data, address('postgres')) };
}

/** Another test's server at the same port answers too, from another folder. */
async function answersFrom(data: string, url: string): Promise<void> {
  const [{ data_directory: folder }] = (await query(url, 'SHOW data_directory')) as [{ data_directory: string }];
  if (folder !== data) throw new Error(`a server over ${folder} answers at ${url}`);
}

/** One statement over a connection of its own. */
export async function query(url: string, sql: string): Promise<unknown[]> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
