import type { OperationContext } from '../../operations/operation-context.ts';
import type { EndpointDirectory } from '../../serving/endpoint/traffic/endpoint-directory.ts';

/**
 * One account of a server: a store, objects, and what is alive on them. Accounts see nothing of each other: what one has is not
 * there for another.
 */
export interface Account {
  /** 12 digits. */
  readonly number: string;
  /** What operations may use for a caller of the account, from a region. */
  operationsIn(region: string): OperationContext;
  readonly endpoints: Pick<EndpointDirectory, 'loadingCount' | 'whenLoaded'>;
  /** Ends the work on endpoints and jobs. May be called twice. */
  closeWork(): Promise<unknown>;
  /** Ends the work, and gives back the store and the rest. */
  close(): Promise<void>;
}
