import type { OperationContext } from '../operation-context.ts';

/**
 * One control-plane operation: a checked input (see `contract/model/sagemaker.json`, `<name>Input`) to an output, or to
 * undefined for those that answer with an empty body. Throws `ServiceError`.
 */
export type Operation<Input = never> = (input: Input, context: OperationContext) => Promise<object | undefined>;
