import { createServer } from 'node:net';
import { type Address, listenError } from './listen-error.ts';

/** Rejects with `OptionError` if a server cannot listen at an address now. */
export async function checkAddress(address: Address): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(address.port, address.host, resolve);
    });
  } catch (error) {
    throw await listenError(address, error as NodeJS.ErrnoException);
  }
  await new Promise((closed) => probe.close(closed));
}
