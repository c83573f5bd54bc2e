import { own } from '@catenary/scoring/internal/names';
import type { StageDefinition } from './stage-definition.ts';

const name = 'CATENARY_MAX_WAIT_MS';

/** An hour. */
const most = 3_600_000;

/**
 * How long a request may wait for its turn, as the owner of a container wants it, milliseconds: one that would wait longer is refused at
 * once. Undefined: as long as its time limit, and its callers' patience, allow. Throws for what is no whole number from 0 to an hour.
 */
export function maxWaitMs({
  hostname,
  environment,
}: Pick<StageDefinition, 'hostname' | 'environment'>): number | undefined {
  const text = own(environment, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new Error(`${name} of container ${hostname} is "${text}": it must be a whole number from 0 to ${most}.`);
}
