import { rm } from 'node:fs/promises';
import type { Logger } from '../platform/observe/logger.ts';
import type { Accounts } from './accounts/accounts.ts';
import { readVersion } from './read-version.ts';
import { writeStateFile } from './state-file.ts';

export interface ServerFacts {
  readonly url: string;
  /** Its certificate, by which commands of this machine know it. */
  readonly tlsCert: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Whose endpoints may still be starting. */
  readonly accounts: Pick<Accounts, 'loadingCount' | 'whenLoaded'>;
  readonly log: Logger;
}

/** Writes the file that `catenary` finds a running server by, and again when the endpoints of an earlier run are loaded. */
export async function writeServerState(path: string, { accounts, log, ...facts }: ServerFacts) {
  const write = async () => {
    const { loadingCount } = accounts;
    const loading = loadingCount === 0 ? undefined : loadingCount;
    await writeStateFile(
      path,
      `${JSON.stringify({ ...facts, pid: process.pid, version: readVersion(), loading })}\n`,
      'over another',
    );
    return loadingCount;
  };
  // What was written counts: they may be loaded by the time that it stands.
  const loadingAsWritten = await write();
  const loaded =
    loadingAsWritten === 0
      ? Promise.resolve()
      : accounts
          .whenLoaded()
          .then(async () => void (await write()))
          .catch((error: unknown) => log.warn({ err: error }, 'the state of the server could not be written'));
  return { loaded, remove: () => rm(path, { force: true }) };
}
