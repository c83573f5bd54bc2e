import type { Logger } from '../platform/observe/logger.ts';
import type { Accounts } from './accounts/accounts.ts';
import { followFiles } from './follow-files.ts';
import type { KeyPair, KeyRing } from './key-ring.ts';
import { readKeysFile } from './read-keys-file.ts';

export interface FollowKeysOptions {
  readonly keys: KeyRing;
  /** Those of all pairs are opened before a pair can be used. */
  readonly accounts: Accounts;
  readonly log: Logger;
}

/**
 * Puts the pairs of a file on the ring, and does so again whenever it changes. A file that cannot be read changes nothing: callers keep
 * their keys, and the log says what is wrong. Throws `OptionError` if that is so at the start. Gives what ends it.
 */
export async function followKeys(path: string, { keys, accounts, log }: FollowKeysOptions): Promise<() => void> {
  if (path === '') return () => {};
  const read = async () => {
    const pairs = await readKeysFile(path, accounts.own.number);
    await accounts.open(pairs.map(({ account }) => account));
    keys.replace(pairs);
    log.info({ path, keys: pairs.map(shown) }, 'keys were read');
  };
  await read();
  return followFiles([path], () => {
    read().catch((error: Error) => log.error({ path, reason: error.message }, 'keys stay as they were'));
  });
}

const shown = ({ accessKeyId, account, allow, statements }: KeyPair) =>
  `${accessKeyId}:${account}:${statements === undefined ? allow : `${statements.length} statements`}`;
