import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { accountFolders } from '../../../platform/backup/account-folders.ts';
import { databaseNames } from '../../../platform/backup/database-names.ts';
import { createLogger } from '../../../platform/observe/logger.ts';
import { copyStore, countStore, type RowCounts } from '../../../platform/store/copy-store.ts';
import { openStore, type Store } from '../../../platform/store/store.ts';
import { storeKind } from '../../../platform/store/store-kind.ts';
import { withoutPassword } from '../../../platform/store/without-password.ts';
import { lockDataFolder } from '../../lock-data-folder.ts';
import { CommandError } from '../command.ts';
import { commandOptions, type DataFlags } from '../command-options.ts';
import { printResult } from '../print-result.ts';
import { UsageError } from '../usage-error.ts';

interface MoveFlags extends DataFlags {
  readonly to: string;
}

/** What the database file is called when what it had is in PostgreSQL: so no server goes on with it by mistake. */
const keptName = `${databaseNames.store}.moved`;

/** `catenary move`: models, endpoints, jobs and all else of the database to PostgreSQL; objects stay in the data folder. */
export async function move(flags: MoveFlags): Promise<void> {
  const { to } = flags;
  if (storeKind(to) !== 'postgres')
    throw new UsageError(
      `--to is ${withoutPassword(to)}; it must be the address of a PostgreSQL database, postgres://user:password@host/database.`,
    );
  const { data } = await commandOptions(flags);
  const file = join(data, databaseNames.store);
  if (!existsSync(file))
    throw new CommandError(
      `There is nothing to move in ${data}: it has no ${databaseNames.store}. --data names another folder.`,
    );
  const unlock = await lockDataFolder(data);
  try {
    const [, further] = await accountFolders(data);
    if (further !== undefined)
      throw new CommandError(
        `The data folder ${data} has further accounts (${further.slice(0, -1)}), which move does not take along: it takes folders of one account.`,
      );
    const moved = await copyTo(file, to);
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, join(data, `${keptName}${end}`));
    tell(flags, data, moved);
  } finally {
    unlock();
  }
}

async function copyTo(file: string, to: string): Promise<RowCounts> {
  const open = { owner: '', leaseMs: 15_000, log: createLogger({ level: 'silent', pretty: false }) };
  const [{ store: from }, { store: target }] = await openBoth(
    () => openStore({ ...open, location: file }),
    () => openStore({ ...open, location: to }),
  );
  try {
    await requireEmpty(target, to);
    return await copyStore(from, target);
  } finally {
    await Promise.all([from.destroy(), target.destroy()]);
  }
}

type Opened = Awaited<ReturnType<typeof openStore>>;

async function openBoth(first: () => Promise<Opened>, second: () => Promise<Opened>): Promise<[Opened, Opened]> {
  const one = await first();
  try {
    return [one, await second()];
  } catch (error) {
    await one.store.destroy();
    throw error;
  }
}

async function requireEmpty(target: Store, to: string): Promise<void> {
  const [first] = Object.entries(await countStore(target));
  if (first === undefined) return;
  const [table, count] = first;
  throw new CommandError(
    `The database ${withoutPassword(to)} is not empty (${count} rows in ${table}): name one that no server has used.`,
  );
}

function tell(flags: MoveFlags, data: string, rows: RowCounts): void {
  const to = withoutPassword(flags.to);
  const some = Object.entries(rows).filter(([, count]) => count > 0);
  printResult(flags, { data, to, rows, kept: join(data, keptName) }, () =>
    [
      `moved to ${to}: ${some.length === 0 ? 'an empty store' : some.map(([table, count]) => `${table} ${count}`).join(', ')}`,
      `objects stay in ${data}; the database file is kept as ${keptName}`,
      `start the server with CATENARY_STORE_URL set to that address, or store: in ${join(data, 'catenary.yaml')}`,
    ].join('\n'),
  );
}
