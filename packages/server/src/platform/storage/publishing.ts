import type { Conditions } from './object-index.ts';
import type { ObjectAttributes, StoredObject } from './stored-object.ts';

/** How an object is published. */
export interface Publishing extends ObjectAttributes, Conditions {
  /** Done in the same commit. */
  readonly alongside?: (object: StoredObject) => void;
}
