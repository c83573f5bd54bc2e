import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify, regionOf } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { SparkSubmission } from '../../serving/spark-jobs/spark-submission.ts';
import { type ClusterDefinition, propertiesOf } from './cluster-definition.ts';
import { emrId } from './emr-id.ts';
import { sparkOfRelease } from './spark-of-release.ts';
import { askedOf, checkSteps, type StepConfig } from './step-config.ts';

interface Queued {
  readonly record: Pick<SparkResourceRecord, 'name'>;
  readonly cluster: ClusterDefinition;
  readonly accessKeyId: string | undefined;
  readonly now: number;
}

/** Puts the steps of a cluster into the store, in their order. Gives their ids. Throws `ServiceError` (ValidationException). */
export async function queueSteps(db: Store, steps: readonly StepConfig[], queued: Queued): Promise<string[]> {
  const { record, cluster, now } = queued;
  const width = cluster.StepConcurrencyLevel ?? 1;
  checkSteps(steps, { underWay: await sparkRunRecords.countUnfinished(db, 'emr-cluster', record.name), width });
  const ids: string[] = [];
  for (const [at, step] of steps.entries()) {
    const id = emrId('s');
    const definition = { submission: { ...submissionOf(step, id, queued) }, width, face: { ...step } };
    // Of steps that come together the first is the oldest.
    await sparkRunRecords.insert(db, { id, kind: 'emr-cluster', parent: record.name, createdAt: now + at, definition });
    ids.push(id);
  }
  return ids;
}

function submissionOf(step: StepConfig, id: string, { record, cluster, accessKeyId }: Queued): SparkSubmission {
  const asked = askedOf(step);
  const region = regionOf(record.name);
  const group = qualify({ region }, `/aws-emr/${nameOf(record.name)}`);
  const own = 'refusal' in asked ? { ...asked, main: '', arguments: [], conf: {} } : asked;
  return {
    ...own,
    conf: { ...propertiesOf(cluster, 'spark-defaults'), ...own.conf },
    environment: propertiesOf(cluster, 'spark-env'),
    region,
    ...present({
      accessKeyId,
      wanted: sparkOfRelease(cluster.ReleaseLabel),
      logUri:
        cluster.LogUri === undefined
          ? undefined
          : `${cluster.LogUri.replace(/\/$/, '').replace(/^s3[an]:/, 's3:')}/${nameOf(record.name)}/steps/${id}`,
    }),
    output: { group, stream: `${id}/stdout` },
    errors: { group, stream: `${id}/stderr` },
  };
}
