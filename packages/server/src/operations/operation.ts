import type { Caller } from '../serving/invocation/caller.ts';
import type { RequestLedger } from '../serving/invocation/request-ledger.ts';
import type { OperationContext } from './operation-context.ts';

/** One call of an operation: the client that waits for it, and the name that messages and logs know it by. */
export interface OperationCall extends Caller {
  readonly requestId: string;
  /** The key that signed it; undefined where it was not asked for a signature. */
  readonly accessKeyId?: string | undefined;
  /** Where the time of the request goes, if its caller wants to know. */
  readonly ledger?: RequestLedger | undefined;
}

/**
 * What an operation does: a checked input to an output, undefined for those that answer with an empty body. Throws
 * `ServiceError`, or the error of its service.
 */
export type RunOperation<Input = never, Output = unknown> = (
  input: Input,
  context: OperationContext,
  call: OperationCall,
) => Output | Promise<Output>;

/** One operation of one API, whatever protocol carries it. */
export interface Operation<Input = never, Output = unknown> {
  /** Its name in the API: `CreateModel`. */
  readonly name: string;
  /** The structure of its input in the model of its service; undefined if it takes none, or has no model. */
  readonly input?: string | undefined;
  /**
   * Who may call it, where it is not the account alone, with a signature for the service. `password`: who has a key, and gives
   * its secret as the password of HTTP Basic. `form`: who has a form whose policy a key has signed.
   */
  readonly callers?: 'anyone' | 'password' | 'form';
  /**
   * It mostly answers without waiting, in microseconds: no asynchronous context is made for it, and it asks for one
   * (`call.begin`) when it waits.
   */
  readonly isHot?: boolean;
  /** If it makes, changes or deletes a resource: the members of its input that may name that one, the likeliest first. */
  readonly changes?: readonly string[] | undefined;
  readonly run: RunOperation<Input, Output>;
}
