import { checkShape, describeFailures, WrongTypeError } from '../../../contract/check-shape.ts';
import { findRefusedMember } from '../../../contract/find-refused-member.ts';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import type { ServiceModel } from '../../../contract/shape.ts';

/** What an input must be, and the error of its service for one that is not. */
export interface InputRule {
  readonly shape: string;
  readonly refusal: ServiceErrorCode;
}

/** Throws `ServiceError` for an input that breaks its model's constraints, or asks for what is not offered. */
export function checkInput(model: ServiceModel, { shape, refusal }: InputRule, input: unknown): void {
  try {
    const failures = checkShape(model, shape, input);
    if (failures.length > 0) throw new ServiceError(refusal, describeFailures(failures));
    const refused = findRefusedMember(model, shape, input);
    if (refused !== undefined) throw new ServiceError(refusal, refused);
  } catch (error) {
    if (error instanceof WrongTypeError) throw new ServiceError('SerializationException', error.message);
    throw error;
  }
}
