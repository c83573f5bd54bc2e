import type { Handler } from '../handler.ts';
import type { ChainCall } from '../invocation.ts';

/** The innermost handler. */
export const invokeChain: Handler<ChainCall> = (call) => call.chain.invoke(call.request, call);
