import { own } from '@catenary/scoring/internal/names';
import { checkShape, describeFailures, WrongTypeError } from '../../../contract/check-shape.ts';
import { findRefusedMember } from '../../../contract/find-refused-member.ts';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import type { ServiceModel } from '../../../contract/shape.ts';
import { shapeBelow } from '../../../contract/shape-below.ts';
import type { ModelledService } from '../../../operations/service.ts';
import { isObject } from '../../../util/is-object.ts';
import type { AskedOperation, Exchange } from '../exchange.ts';

/** An operation that is asked for, and the error of its service for an input that breaks the model's constraints. */
interface CheckedOperation extends AskedOperation {
  readonly service: ModelledService;
  readonly refusal: ServiceErrorCode;
}

/**
 * The input that a body of members holds, checked, without members that are null, which are absent, and without those that
 * its shape does not have, so that they are not stored: the log warns of these. Throws `ServiceError`.
 */
export function takeInput(asked: CheckedOperation, input: unknown, { requestId, context }: Exchange): unknown {
  const { service, operation, refusal } = asked;
  const { name, input: shape } = operation;
  const { model } = service;
  if (shape === undefined) return input;
  checkInput(model, { shape, refusal }, input);
  context.unknownMembers.note({ model, shape, operation: name, input, requestId });
  return knownInput(model, shape, input);
}

function knownInput(model: ServiceModel, shapeName: string, value: unknown): unknown {
  const shape = own(model.shapes, shapeName);
  if (Array.isArray(value)) return value.map((item: unknown) => knownInput(model, shape?.member ?? '', item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      const inner = shapeBelow(shape, name);
      return item === null || inner === undefined ? [] : [[name, knownInput(model, inner, item)]];
    }),
  );
}

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
