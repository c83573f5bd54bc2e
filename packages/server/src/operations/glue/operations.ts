import { glueModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { whenAsked } from '../when-asked.ts';

/** Jobs of Glue: scripts of Spark, which `serving/spark-jobs` runs. */
export const glueOperations = defineService(
  {
    signingName: 'glue',
    model: glueModel,
    offers: 'jobs of Spark and their runs',
  },
  {
    BatchGetJobs: { run: whenAsked(async () => (await import('./batch-get-jobs.ts')).batchGetJobs) },
    BatchStopJobRun: {
      run: whenAsked(async () => (await import('./batch-stop-job-run.ts')).batchStopJobRun),
      changes: ['JobName'],
    },
    CreateJob: whenAsked(async () => (await import('./create-job.ts')).createJob),
    DeleteJob: whenAsked(async () => (await import('./delete-job.ts')).deleteJob),
    GetJob: whenAsked(async () => (await import('./get-job.ts')).getJob),
    GetJobRun: whenAsked(async () => (await import('./get-job-run.ts')).getJobRun),
    GetJobRuns: whenAsked(async () => (await import('./get-job-runs.ts')).getJobRuns),
    GetJobs: whenAsked(async () => (await import('./get-jobs.ts')).getJobs),
    ListJobs: whenAsked(async () => (await import('./list-jobs.ts')).listJobs),
    StartJobRun: whenAsked(async () => (await import('./start-job-run.ts')).startJobRun),
    UpdateJob: whenAsked(async () => (await import('./update-job.ts')).updateJob),
  },
);
