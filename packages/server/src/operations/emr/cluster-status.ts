import { present } from '@catenary/scoring/internal/values';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import type { ClusterDefinition } from './cluster-definition.ts';

/** What a cluster is, as its record and the number of its steps under way say it. */
export function clusterStatus({ createdAt, definition }: SparkResourceRecord, underWay: number) {
  const { ended } = definition as unknown as ClusterDefinition;
  return {
    State: ended === undefined ? (underWay > 0 ? 'RUNNING' : 'WAITING') : endState(ended.code),
    StateChangeReason: ended === undefined ? {} : { Code: ended.code, Message: ended.message },
    Timeline: {
      CreationDateTime: createdAt / 1000,
      ReadyDateTime: createdAt / 1000,
      ...present({ EndDateTime: ended === undefined ? undefined : ended.at / 1000 }),
    },
  };
}

const endState = (code: string) => (code === 'STEP_FAILURE' ? 'TERMINATED_WITH_ERRORS' : 'TERMINATED');
