import { glueModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { batchGetJobs } from './batch-get-jobs.ts';
import { batchStopJobRun } from './batch-stop-job-run.ts';
import { createJob } from './create-job.ts';
import { deleteJob } from './delete-job.ts';
import { getJob } from './get-job.ts';
import { getJobRun } from './get-job-run.ts';
import { getJobRuns } from './get-job-runs.ts';
import { getJobs } from './get-jobs.ts';
import { listJobs } from './list-jobs.ts';
import { startJobRun } from './start-job-run.ts';
import { updateJob } from './update-job.ts';

/** Jobs of Glue: scripts of Spark, which `serving/spark-jobs` runs. */
export const glueOperations = defineService(
  { signingName: 'glue', model: glueModel },
  {
    BatchGetJobs: { run: batchGetJobs },
    BatchStopJobRun: { run: batchStopJobRun, changes: ['JobName'] },
    CreateJob: createJob,
    DeleteJob: deleteJob,
    GetJob: getJob,
    GetJobRun: getJobRun,
    GetJobRuns: getJobRuns,
    GetJobs: getJobs,
    ListJobs: listJobs,
    StartJobRun: startJobRun,
    UpdateJob: updateJob,
  },
);
