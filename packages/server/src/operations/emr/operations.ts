import { emrModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { whenAsked } from '../when-asked.ts';

/** Clusters of EMR by their steps, which `serving/spark-jobs` runs. */
export const emrOperations = defineService(
  {
    signingName: 'elasticmapreduce',
    model: emrModel,
    offers: 'clusters and steps of Spark',
  },
  {
    AddJobFlowSteps: whenAsked(async () => (await import('./add-job-flow-steps.ts')).addJobFlowSteps),
    CancelSteps: whenAsked(async () => (await import('./cancel-steps.ts')).cancelSteps),
    DescribeCluster: whenAsked(async () => (await import('./describe-cluster.ts')).describeCluster),
    DescribeStep: whenAsked(async () => (await import('./describe-step.ts')).describeStep),
    ListClusters: whenAsked(async () => (await import('./list-clusters.ts')).listClusters),
    ListSteps: whenAsked(async () => (await import('./list-steps.ts')).listSteps),
    RunJobFlow: whenAsked(async () => (await import('./run-job-flow.ts')).runJobFlow),
    SetTerminationProtection: whenAsked(
      async () => (await import('./set-termination-protection.ts')).setTerminationProtection,
    ),
    TerminateJobFlows: whenAsked(async () => (await import('./terminate-job-flows.ts')).terminateJobFlows),
  },
);
