import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type OpenedStore, openStore, type StoreOptions } from '../../src/platform/store/store.ts';

/** A new store in a folder of its own. Both go when the test has finished, after what the test itself closes. */
export async function openTestStore(log: StoreOptions['log']): Promise<OpenedStore & { readonly location: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-store-'));
  const location = join(folder, 'store.sqlite');
  const opened = await openStore({ location, owner: 'one', leaseMs: 60_000, log });
  onTestFinished(async () => {
    await opened.store.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...opened, location };
}
