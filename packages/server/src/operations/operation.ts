import type { OperationContext } from './operation-context.ts';

/**
 * One operation of AWS JSON 1.1, on the control plane or on logs: a checked input (see `contract/model`) to an output, or to
 * undefined for those that answer with an empty body. Throws `ServiceError`.
 */
export type Operation<Input = never> = (input: Input, context: OperationContext) => Promise<object | undefined>;
