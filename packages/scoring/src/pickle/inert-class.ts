import type { GlobalRule } from './pickle-object.ts';
import { PickleObject } from './pickle-object.ts';

/** The rule of an ordinary class: calls are described as a `PickleObject`, BUILD sets its state. */
export const inertClass: GlobalRule = {
  construct: (argumentsOfCall, global) => new PickleObject(global, argumentsOfCall),
};

/** The rule of a global that may be named, as a value, but not called. */
export const nameOnly: GlobalRule = {};
