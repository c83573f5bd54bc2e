import { emrServerlessModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { whenAsked } from '../when-asked.ts';

/** Applications of EMR Serverless by their runs, which `serving/spark-jobs` carries out. */
export const emrServerlessOperations = defineService(
  { signingName: 'emr-serverless', model: emrServerlessModel },
  {
    CancelJobRun: whenAsked(async () => (await import('./cancel-job-run.ts')).cancelJobRun),
    CreateApplication: whenAsked(async () => (await import('./create-application.ts')).createApplication),
    DeleteApplication: whenAsked(async () => (await import('./delete-application.ts')).deleteApplication),
    GetApplication: whenAsked(async () => (await import('./get-application.ts')).getApplication),
    GetJobRun: whenAsked(async () => (await import('./get-job-run.ts')).getJobRun),
    ListApplications: whenAsked(async () => (await import('./list-applications.ts')).listApplications),
    ListJobRuns: whenAsked(async () => (await import('./list-job-runs.ts')).listJobRuns),
    StartApplication: whenAsked(async () => (await import('./start-application.ts')).startApplication),
    StartJobRun: whenAsked(async () => (await import('./start-job-run.ts')).startJobRun),
    StopApplication: whenAsked(async () => (await import('./stop-application.ts')).stopApplication),
  },
);
