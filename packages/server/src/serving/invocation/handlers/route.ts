import type { Handler } from '../handler.ts';
import { type ChainCall, chainCall, type Invocation, type InvocationTarget, type Route } from '../invocation.ts';
import { withTargetModel } from '../target-model.ts';

/** Chooses the variant and the chain of a request; throws ValidationError for a target that does not exist. */
export type Router = (target: InvocationTarget) => Route;

/** From an invocation to a call of the chain that answers it. */
export const route =
  (router: Router, next: Handler<ChainCall>): Handler<Invocation> =>
  (invocation) => {
    const found = router(invocation.target);
    invocation.route = found;
    const request = withTargetModel(invocation, found.chain.models !== undefined);
    const call = chainCall(found.chain.forRequest(request), request, invocation);
    invocation.call = call;
    return next(call);
  };
