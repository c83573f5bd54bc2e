import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { defined, present } from '@catenary/scoring/internal/values';
import { accountFolders, accountSchema } from '../../../platform/backup/account-folders.ts';
import { databaseNames } from '../../../platform/backup/database-names.ts';
import { createLogger } from '../../../platform/observe/logger.ts';
import { type Copy, copyStores, countStore, type RowCounts } from '../../../platform/store/copy-store.ts';
import { isMovedStore, movedStore } from '../../../platform/store/moved-store.ts';
import { openStore } from '../../../platform/store/store.ts';
import { storeKind } from '../../../platform/store/store-kind.ts';
import { withoutPassword } from '../../../platform/store/without-password.ts';
import { lockDataFolder } from '../../lock-data-folder.ts';
import { CommandError } from '../command.ts';
import { commandOptions } from '../command-options.ts';
import type { MoveFlags } from '../flags/upkeep-flags.ts';
import { printResult } from '../print-result.ts';
import { UsageError } from '../usage-error.ts';

/** An account of a data folder, and where its rows go. */
interface MovedAccount {
  /** Below the data folder, with a slash at its end; empty for the server's own. */
  readonly folder: string;
  readonly file: string;
  readonly schema?: string;
}

/** `catenary move`: models, endpoints, jobs and all else of the databases of all accounts to PostgreSQL; objects stay in the data folder. */
export async function move(flags: MoveFlags): Promise<void> {
  const { to } = flags;
  if (storeKind(to) !== 'postgres')
    throw new UsageError(
      `--to is ${withoutPassword(to)}; it must be the address of a PostgreSQL database, postgres://user:password@host/database.`,
    );
  const { data } = await commandOptions(flags);
  const file = join(data, databaseNames.store);
  if (isMovedStore(file))
    throw new CommandError(`The resources of ${data} were moved already: what they were is in ${movedStore(file)}.`);
  if (!existsSync(file))
    throw new CommandError(
      `There is nothing to move in ${data}: it has no ${databaseNames.store}. --data names another folder.`,
    );
  const unlock = await lockDataFolder(data);
  try {
    const accounts = await accountsOf(data);
    const moved = await copyTo(accounts, to);
    for (const { file } of accounts) await keep(file);
    tell(flags, data, moved);
  } finally {
    unlock();
  }
}

/** The server's own account first. One that a server was killed in before it had a store has nothing to move. */
async function accountsOf(data: string): Promise<readonly MovedAccount[]> {
  const accounts = (await accountFolders(data)).map((folder) => ({
    folder,
    file: join(data, folder, databaseNames.store),
    ...present({ schema: folder === '' ? undefined : accountSchema(basename(folder)) }),
  }));
  return accounts.filter(({ file }) => existsSync(file));
}

/** Under a name that no server opens. */
async function keep(file: string): Promise<void> {
  const kept = movedStore(file);
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, `${kept}${end}`);
}

/** What was moved of each account, by its folder. */
type Moved = readonly { readonly folder: string; readonly rows: RowCounts }[];

async function copyTo(accounts: readonly MovedAccount[], to: string): Promise<Moved> {
  for (const { schema } of accounts) await requireEmpty(to, schema);
  const opened: Opened[] = [];
  const openOne = async (location: string) => {
    const one = await openStore({ ...unowned, location });
    opened.push(one);
    return one.store;
  };
  try {
    const copies: Copy[] = [];
    for (const { file, schema } of accounts) copies.push({ from: await openOne(file), ...present({ schema }) });
    const rows = await copyStores(copies, await openOne(to));
    return accounts.map(({ folder }, at) => ({ folder, rows: defined(rows[at]) }));
  } finally {
    await Promise.all(opened.map(({ store }) => store.destroy()));
  }
}

const unowned = { owner: '', leaseMs: 15_000, log: createLogger({ level: 'silent', pretty: false }) };

type Opened = Awaited<ReturnType<typeof openStore>>;

/** Makes the tables of an account that are not there yet. */
async function requireEmpty(to: string, schema: string | undefined): Promise<void> {
  const { store } = await openStore({ ...unowned, location: to, ...present({ schema }) });
  try {
    const [first] = Object.entries(await countStore(store));
    if (first === undefined) return;
    const [table, count] = first;
    const where = schema === undefined ? table : `${schema}.${table}`;
    throw new CommandError(
      `The database ${withoutPassword(to)} is not empty (${count} rows in ${where}): name one that no server has used.`,
    );
  } finally {
    await store.destroy();
  }
}

function tell(flags: MoveFlags, data: string, moved: Moved): void {
  const to = withoutPassword(flags.to);
  const [own, ...further] = moved;
  const rows = defined(own).rows;
  const ofOthers = Object.fromEntries(further.map((one) => [basename(one.folder), one.rows]));
  const accounts = further.length === 0 ? undefined : ofOthers;
  printResult(
    flags,
    { data, to, rows, ...present({ accounts }), kept: movedStore(join(data, databaseNames.store)) },
    () =>
      [
        `moved to ${to}: ${described(rows)}`,
        ...further.map(
          (one) =>
            `account ${basename(one.folder)}, to its schema ${accountSchema(basename(one.folder))}: ${described(one.rows)}`,
        ),
        `objects stay in ${data}; ${further.length === 0 ? 'the database file is' : 'database files are'} kept as ${movedStore(databaseNames.store)}`,
        `start the server with CATENARY_STORE_URL set to that address, or store: in ${join(data, 'catenary.yaml')}`,
      ].join('\n'),
  );
}

function described(rows: RowCounts): string {
  const some = Object.entries(rows).filter(([, count]) => count > 0);
  return some.length === 0 ? 'an empty store' : some.map(([table, count]) => `${table} ${count}`).join(', ');
}
