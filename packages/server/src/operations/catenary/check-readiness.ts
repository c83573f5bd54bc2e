import { ServiceError } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';

/**
 * Every endpoint of an earlier run is in service again, or has failed, of all accounts that the server was started with: who balances
 * load over several servers sends requests to this one. A store that does not answer changes nothing in that: predictions do not need it.
 */
export function checkReadiness(_input: unknown, { server }: OperationContext): object {
  const { loadingCount } = server;
  if (loadingCount === 0) return { status: 'ok' };
  const what =
    loadingCount === 1 ? 'One endpoint of an earlier run is' : `${loadingCount} endpoints of an earlier run are`;
  throw new ServiceError('ServiceUnavailable', `${what} still being loaded.`);
}
