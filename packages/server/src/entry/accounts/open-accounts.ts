import { dirname } from 'node:path';
import type { WholeServer } from '../../operations/operation-context.ts';
import { accountSchema } from '../../platform/backup/account-folders.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { loggerWith } from '../../platform/observe/logger-with.ts';
import { storeKind } from '../../platform/store/store-kind.ts';
import { openNativeThreads } from '../../serving/container/native-threads/open-native-threads.ts';
import { boxSource } from '../../serving/container/process/box-source.ts';
import { closedBoxSource } from '../../serving/container/process/closed-box-source.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { openPrivateFolder } from '../private-folder.ts';
import { accountOptions, ownOptions } from './account-options.ts';
import { Accounts } from './accounts.ts';
import { openAccount } from './open-account.ts';
import type { OwnAccess } from './open-script-runs.ts';

/** Opens the server's own account. Further ones are opened when key pairs name them, each with a folder, and in PostgreSQL a schema, of its own. */
export async function openAccounts(
  options: ServerOptions,
  { log, ...access }: { readonly log: Logger } & OwnAccess,
): Promise<Accounts> {
  const serverThreads = openNativeThreads();
  const server: WholeServer = {
    account: options.account,
    get loadingCount() {
      return accounts.loadingCount;
    },
    furtherCorsRules: (bucket) => accounts.furtherCorsRules(bucket),
  };
  const shared = { serverThreads, server, ...access };
  const box = boxSource(options.sandbox, [options.data], log);
  const own = await openAccount(ownOptions(options), { log, box, ...shared });
  const openOther = async (account: string) => {
    const others = accountOptions(options, account);
    for (const folder of [dirname(others.data), others.data]) await openPrivateFolder(folder, log);
    const place = storeKind(options.store) === 'postgres' ? { schema: accountSchema(account) } : {};
    return openAccount(others, {
      log: loggerWith(log, { account }),
      box: closedBoxSource(box, `account ${account}`),
      ...shared,
      ...place,
    });
  };
  const accounts: Accounts = new Accounts({ own, openOther, closeShared: () => serverThreads.close() });
  return accounts;
}
