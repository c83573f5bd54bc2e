import { ServiceError } from '../../contract/service-error.ts';
import { endCluster } from '../../serving/spark-jobs/end-cluster.ts';
import type { OperationContext } from '../operation-context.ts';
import { findCluster } from './find-cluster.ts';

/** All of them or none: a protected one refuses the request. */
export async function terminateJobFlows(
  { JobFlowIds }: { readonly JobFlowIds: readonly string[] },
  context: OperationContext,
): Promise<undefined> {
  const { store, now } = context;
  const found = await Promise.all(JobFlowIds.map((id) => findCluster(id, context)));
  const kept = found.findIndex(
    ({ cluster }) => cluster.ended === undefined && cluster.Instances.TerminationProtected === true,
  );
  if (kept >= 0)
    throw new ServiceError(
      'ValidationException',
      `Could not shut down one or more job flows since they are termination protected: ${JobFlowIds[kept]}.`,
    );
  await store.transaction().execute(async (transaction) => {
    for (const { record } of found)
      await endCluster(transaction, record, { code: 'USER_REQUEST', message: 'Terminated by user request', at: now() });
  });
  void context.sparkRuns.look();
}
