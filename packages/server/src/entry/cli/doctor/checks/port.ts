import { checkAddress } from '../../../check-address.ts';
import type { Check } from '../check.ts';
import { missingBy } from '../missing-by.ts';

/** Whether a server could listen where its options say, or does. */
export const portCheck: Check = {
  name: 'port',
  async run({ options: { host, port }, server }) {
    if (server !== undefined && Number(new URL(server.url).port) === port)
      return { state: 'ok', says: `${port} is this server's` };
    try {
      await checkAddress({ host, port });
      return { state: 'ok', says: `${port} of ${host} is free` };
    } catch (error) {
      return missingBy(error as Error);
    }
  },
};
