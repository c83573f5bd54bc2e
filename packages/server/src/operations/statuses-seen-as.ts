import type { SparkRunStatus } from '../serving/records/spark-run-record.ts';

/** The statuses of runs that callers see as one of the states that are asked for; `states` are a service's words for them. */
export const statusesSeenAs = (
  states: Readonly<Record<SparkRunStatus, string>>,
  asked: readonly string[],
): SparkRunStatus[] => (Object.keys(states) as SparkRunStatus[]).filter((status) => asked.includes(states[status]));
