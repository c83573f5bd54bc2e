import { isMovedStore } from '../platform/store/moved-store.ts';
import { storeKind } from '../platform/store/store-kind.ts';
import { OptionError } from './options/option-error.ts';
import type { ServerOptions } from './options/server-options.ts';

/** A server that is not told where its resources are now would begin with none. Throws `OptionError`. */
export function refuseMovedStore({ store, data }: Pick<ServerOptions, 'store' | 'data'>): void {
  if (storeKind(store) === 'postgres' || !isMovedStore(store)) return;
  throw new OptionError(
    `The resources of the data folder ${data} were moved to PostgreSQL: name its address with store or CATENARY_STORE_URL; to go back to what was here, rename catenary.sqlite.moved to catenary.sqlite.`,
  );
}
