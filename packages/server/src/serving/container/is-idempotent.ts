import { own } from '@catenary/scoring/internal/names';
import type { StageDefinition } from './stage-definition.ts';

const name = 'CATENARY_IDEMPOTENT';

/**
 * Whether its owner has said that a container may be sent the same request twice: then one that was begun by a process
 * that ended is sent to another. Throws for a value that says neither.
 */
export function isIdempotent({ hostname, environment }: Pick<StageDefinition, 'hostname' | 'environment'>): boolean {
  const text = own(environment, name) ?? '0';
  if (text === '0' || text === '1') return text === '1';
  throw new Error(`${name} of container ${hostname} is "${text}": it must be 1, or 0 as without it.`);
}
