import { ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import type { CrossingFault } from './thread-messages.ts';

export function toCrossingFault(error: unknown): CrossingFault {
  if (error instanceof ObjectStoreError) return { message: error.message, code: error.code };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The error again: one of the store of objects is one again. */
export const fromCrossingFault = ({ message, code }: CrossingFault): Error =>
  code === undefined ? new Error(message) : new ObjectStoreError(code, message);
