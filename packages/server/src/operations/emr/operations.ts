import { emrModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { addJobFlowSteps } from './add-job-flow-steps.ts';
import { cancelSteps } from './cancel-steps.ts';
import { describeCluster } from './describe-cluster.ts';
import { describeStep } from './describe-step.ts';
import { listClusters } from './list-clusters.ts';
import { listSteps } from './list-steps.ts';
import { runJobFlow } from './run-job-flow.ts';
import { setTerminationProtection } from './set-termination-protection.ts';
import { terminateJobFlows } from './terminate-job-flows.ts';

/** Clusters of EMR by their steps, which `serving/spark-jobs` runs. */
export const emrOperations = defineService(
  { signingName: 'elasticmapreduce', model: emrModel },
  {
    AddJobFlowSteps: addJobFlowSteps,
    CancelSteps: cancelSteps,
    DescribeCluster: describeCluster,
    DescribeStep: describeStep,
    ListClusters: listClusters,
    ListSteps: listSteps,
    RunJobFlow: runJobFlow,
    SetTerminationProtection: setTerminationProtection,
    TerminateJobFlows: terminateJobFlows,
  },
);
