import { invocationTimeoutMs } from '../../../contract/timeouts.ts';
import type { ContainerAnswer } from '../../container/payload.ts';
import type { Handler } from '../handler.ts';
import { type ChainCall, chainCall, type Invocation, type Route, type Watchers } from '../invocation.ts';
import { withTargetModel } from '../target-model.ts';

/**
 * Chooses the variant and the chain of a request; throws ValidationError for a target that does not exist. Of a variant that has to be
 * started first, they come later.
 */
export type Router = (invocation: Invocation) => Route | Promise<Route>;

/** From an invocation to a call of the chain that answers it. */
export const route = (router: Router, next: Handler<ChainCall>): Handler<Invocation> => {
  const take = (invocation: Invocation, found: Route, watchers: Watchers = invocation) => {
    invocation.route = found;
    const request = withTargetModel(invocation, found.chain.models !== undefined);
    const call = chainCall(found.chain.forRequest(request), request, watchers);
    invocation.call = call;
    return next(call);
  };
  /** The time that it waited is no more there for the containers. */
  const takeLater = async (invocation: Invocation, pending: Promise<Route>): Promise<ContainerAnswer> => {
    const until = performance.now() + (invocation.timeoutMs ?? invocationTimeoutMs);
    const found = await pending;
    const { caller, observer, parts, ledger } = invocation;
    const timeoutMs = Math.max(1, until - performance.now());
    return take(invocation, found, { caller, observer, parts, ledger, timeoutMs });
  };
  return (invocation) => {
    const found = router(invocation);
    return found instanceof Promise ? takeLater(invocation, found) : take(invocation, found);
  };
};
