import { own } from '@catenary/scoring/internal/names';
import { checkShape, describeFailures, WrongTypeError } from '../../../contract/check-shape.ts';
import { findRefusedMember } from '../../../contract/find-refused-member.ts';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import type { ServiceModel } from '../../../contract/shape.ts';
import { isObject } from '../../../util/is-object.ts';

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

/**
 * An input that was checked, without members that its shape does not have, so that nobody stores them, and without those that
 * are null, which are absent.
 */
export function knownInput(model: ServiceModel, shapeName: string, value: unknown): unknown {
  const shape = own(model.shapes, shapeName);
  if (Array.isArray(value)) return value.map((item: unknown) => knownInput(model, shape?.member ?? '', item));
  if (!isObject(value)) return value;
  const shapeOf = (name: string) => (shape?.type === 'map' ? shape.value : own(shape?.members ?? {}, name)?.shape);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      const inner = shapeOf(name);
      return item === null || inner === undefined ? [] : [[name, knownInput(model, inner, item)]];
    }),
  );
}
