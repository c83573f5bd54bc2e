import { join } from 'node:path';
import { accountsFolder } from '../../platform/backup/account-folders.ts';
import { storeKind } from '../../platform/store/store-kind.ts';
import type { ServerOptions } from '../options/server-options.ts';

/**
 * What a further account is opened with: a data folder below the server's, a store of its own there (in PostgreSQL a schema), and
 * of outside stores and topics those that are said to be its own. Python environments are not shared: who fills one writes what
 * another would run.
 */
export function accountOptions(options: ServerOptions, account: string): ServerOptions {
  const data = join(options.data, accountsFolder, account);
  const isShared = storeKind(options.store) === 'postgres';
  return {
    ...options,
    account,
    data,
    store: isShared ? options.store : join(data, 'catenary.sqlite'),
    environments: join(data, 'environments'),
    s3: options.s3.filter((store) => store.account === account),
    topics: options.topics.filter(({ match }) => accountsIn(match).includes(account)),
  };
}

/** The same for the server's own account: what is said to be another account's is not its own. */
export function ownOptions(options: ServerOptions): ServerOptions {
  const { account: own } = options;
  return {
    ...options,
    s3: options.s3.filter(({ account = own }) => account === own),
    topics: options.topics.filter(({ match }) => accountsIn(match).every((account) => account === own)),
  };
}

/** The accounts that a glob over ARNs names. */
const accountsIn = (match: string) => match.split(':').filter((part) => /^\d{12}$/.test(part));
