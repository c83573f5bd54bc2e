import type { SparkRunRecord } from '../records/spark-run-record.ts';

/**
 * Which queued runs begin, of all that have not ended, oldest first: as many as there are places, and of each resource no more at once
 * than it allows.
 */
export function startable(runs: readonly SparkRunRecord[], places: number): readonly string[] {
  const underWay = new Map<string, number>();
  for (const { status, parent } of runs) if (status !== 'Queued') underWay.set(parent, (underWay.get(parent) ?? 0) + 1);
  const chosen: string[] = [];
  for (const { id, status, parent, definition } of runs) {
    const count = underWay.get(parent) ?? 0;
    if (status !== 'Queued' || chosen.length >= places || count >= (definition.width ?? Number.POSITIVE_INFINITY))
      continue;
    chosen.push(id);
    underWay.set(parent, count + 1);
  }
  return chosen;
}
