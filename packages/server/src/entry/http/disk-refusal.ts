import { diskFault } from '../../platform/system/disk-fault.ts';
import type { Exchange, Refusal } from './exchange.ts';

/** The answer to a request that could not be kept, as the disk of the data folder is full or fails; undefined for any other error. */
export function diskRefusal(error: unknown, { context, requestId }: Exchange): Refusal | undefined {
  const fault = diskFault(error);
  if (fault === undefined) return undefined;
  const { dataDirectory: path, log } = context;
  log.error({ path, requestId, reason: (error as Error).message }, `the disk of the data folder ${fault}`);
  const remedy = fault === 'is full' ? 'Make room there' : 'Mend it';
  const message = `The disk of the server's data folder ${path} ${fault}: nothing of this request was kept. ${remedy}, then send it again.`;
  return { status: 503, code: 'ServiceUnavailable', message };
}
