import type { Cell } from '../../src/serving/monitoring/analysis/column-profile.ts';
import { DataProfile } from '../../src/serving/monitoring/analysis/data-profile.ts';

/** The profile of columns by their cells; those of the shorter ones are missing at the end. */
export function profileOf(columns: Readonly<Record<string, readonly Cell[]>>): DataProfile {
  const profile = new DataProfile();
  const count = Math.max(...Object.values(columns).map((cells) => cells.length));
  for (let at = 0; at < count; at++)
    profile.add(new Map(Object.entries(columns).map(([name, cells]) => [name, cells[at]])));
  return profile;
}
