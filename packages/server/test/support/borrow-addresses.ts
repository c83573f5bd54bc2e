import { spawnSync } from 'node:child_process';

/** Addresses that are this machine's own for a while. */
export interface BorrowedAddresses {
  giveBack(): void;
}

/** Gives this machine's loopback some addresses more; undefined where that may not be done: it takes the superuser and `ip`. */
export function borrowAddresses(addresses: readonly string[]): BorrowedAddresses | undefined {
  const change = (act: 'add' | 'del', address: string) =>
    spawnSync('ip', ['address', act, `${address}/${address.includes(':') ? 128 : 32}`, 'dev', 'lo']);
  const added: string[] = [];
  const giveBack = () => {
    for (const address of added.splice(0)) change('del', address);
  };
  for (const address of addresses) {
    const { status, stderr } = change('add', address);
    // Another run of the same test may have it.
    const isThere = status === 0 || /exists|assigned/i.test(String(stderr));
    if (status === 0) added.push(address);
    if (isThere) continue;
    giveBack();
    return undefined;
  }
  return { giveBack };
}
