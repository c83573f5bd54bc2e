import { emrServerlessModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { cancelJobRun } from './cancel-job-run.ts';
import { createApplication } from './create-application.ts';
import { deleteApplication } from './delete-application.ts';
import { getApplication } from './get-application.ts';
import { getJobRun } from './get-job-run.ts';
import { listApplications } from './list-applications.ts';
import { listJobRuns } from './list-job-runs.ts';
import { startApplication } from './start-application.ts';
import { startJobRun } from './start-job-run.ts';
import { stopApplication } from './stop-application.ts';

/** Applications of EMR Serverless by their runs, which `serving/spark-jobs` carries out. */
export const emrServerlessOperations = defineService(
  { signingName: 'emr-serverless', model: emrServerlessModel },
  {
    CancelJobRun: cancelJobRun,
    CreateApplication: createApplication,
    DeleteApplication: deleteApplication,
    GetApplication: getApplication,
    GetJobRun: getJobRun,
    ListApplications: listApplications,
    ListJobRuns: listJobRuns,
    StartApplication: startApplication,
    StartJobRun: startJobRun,
    StopApplication: stopApplication,
  },
);
