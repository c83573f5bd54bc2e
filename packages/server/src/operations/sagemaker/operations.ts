import { sagemakerModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { addTags } from './add-tags.ts';
import { createDataQualityJobDefinition } from './create-data-quality-job-definition.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createEndpointConfig } from './create-endpoint-config.ts';
import { createModel } from './create-model.ts';
import { createModelPackage } from './create-model-package.ts';
import { createModelPackageGroup } from './create-model-package-group.ts';
import { createModelQualityJobDefinition } from './create-model-quality-job-definition.ts';
import { createMonitoringSchedule } from './create-monitoring-schedule.ts';
import { createProcessingJob } from './create-processing-job.ts';
import { createTransformJob } from './create-transform-job.ts';
import { deleteDataQualityJobDefinition } from './delete-data-quality-job-definition.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { deleteEndpointConfig } from './delete-endpoint-config.ts';
import { deleteModel } from './delete-model.ts';
import { deleteModelPackage } from './delete-model-package.ts';
import { deleteModelPackageGroup } from './delete-model-package-group.ts';
import { deleteModelQualityJobDefinition } from './delete-model-quality-job-definition.ts';
import { deleteMonitoringSchedule } from './delete-monitoring-schedule.ts';
import { deleteTags } from './delete-tags.ts';
import { describeDataQualityJobDefinition } from './describe-data-quality-job-definition.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { describeEndpointConfig } from './describe-endpoint-config.ts';
import { describeModel } from './describe-model.ts';
import { describeModelPackage } from './describe-model-package.ts';
import { describeModelPackageGroup } from './describe-model-package-group.ts';
import { describeModelQualityJobDefinition } from './describe-model-quality-job-definition.ts';
import { describeMonitoringSchedule } from './describe-monitoring-schedule.ts';
import { describeProcessingJob } from './describe-processing-job.ts';
import { describeTransformJob } from './describe-transform-job.ts';
import { listDataQualityJobDefinitions } from './list-data-quality-job-definitions.ts';
import { listEndpointConfigs } from './list-endpoint-configs.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listModelPackageGroups } from './list-model-package-groups.ts';
import { listModelPackages } from './list-model-packages.ts';
import { listModelQualityJobDefinitions } from './list-model-quality-job-definitions.ts';
import { listModels } from './list-models.ts';
import { listMonitoringExecutions } from './list-monitoring-executions.ts';
import { listMonitoringSchedules } from './list-monitoring-schedules.ts';
import { listProcessingJobs } from './list-processing-jobs.ts';
import { listTags } from './list-tags.ts';
import { listTransformJobs } from './list-transform-jobs.ts';
import { startMonitoringSchedule } from './start-monitoring-schedule.ts';
import { stopMonitoringSchedule } from './stop-monitoring-schedule.ts';
import { stopProcessingJob } from './stop-processing-job.ts';
import { stopTransformJob } from './stop-transform-job.ts';
import { updateEndpoint } from './update-endpoint.ts';
import { updateEndpointWeightsAndCapacities } from './update-endpoint-weights-and-capacities.ts';
import { updateModelPackage } from './update-model-package.ts';
import { updateMonitoringSchedule } from './update-monitoring-schedule.ts';

/** The control plane. */
export const sagemakerOperations = defineService(
  {
    signingName: 'sagemaker',
    model: sagemakerModel,
    offers: 'models, endpoints, transform and processing jobs, the model registry, Model Monitor and tags',
  },
  {
    AddTags: addTags,
    CreateDataQualityJobDefinition: createDataQualityJobDefinition,
    CreateModelQualityJobDefinition: createModelQualityJobDefinition,
    CreateEndpoint: createEndpoint,
    CreateEndpointConfig: createEndpointConfig,
    CreateModel: createModel,
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    CreateMonitoringSchedule: createMonitoringSchedule,
    CreateProcessingJob: createProcessingJob,
    CreateTransformJob: createTransformJob,
    DeleteDataQualityJobDefinition: deleteDataQualityJobDefinition,
    DeleteModelQualityJobDefinition: deleteModelQualityJobDefinition,
    DeleteEndpoint: deleteEndpoint,
    DeleteEndpointConfig: deleteEndpointConfig,
    DeleteModel: deleteModel,
    DeleteModelPackage: deleteModelPackage,
    DeleteModelPackageGroup: deleteModelPackageGroup,
    DeleteMonitoringSchedule: deleteMonitoringSchedule,
    DeleteTags: deleteTags,
    DescribeDataQualityJobDefinition: describeDataQualityJobDefinition,
    DescribeModelQualityJobDefinition: describeModelQualityJobDefinition,
    DescribeEndpoint: describeEndpoint,
    DescribeEndpointConfig: describeEndpointConfig,
    DescribeModel: describeModel,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    DescribeMonitoringSchedule: describeMonitoringSchedule,
    DescribeProcessingJob: describeProcessingJob,
    DescribeTransformJob: describeTransformJob,
    ListDataQualityJobDefinitions: listDataQualityJobDefinitions,
    ListModelQualityJobDefinitions: listModelQualityJobDefinitions,
    ListEndpointConfigs: listEndpointConfigs,
    ListEndpoints: listEndpoints,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    ListModels: listModels,
    ListMonitoringExecutions: listMonitoringExecutions,
    ListMonitoringSchedules: listMonitoringSchedules,
    ListProcessingJobs: listProcessingJobs,
    ListTags: listTags,
    ListTransformJobs: listTransformJobs,
    StartMonitoringSchedule: startMonitoringSchedule,
    StopMonitoringSchedule: stopMonitoringSchedule,
    StopProcessingJob: stopProcessingJob,
    StopTransformJob: stopTransformJob,
    UpdateEndpoint: updateEndpoint,
    UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
    UpdateModelPackage: updateModelPackage,
    UpdateMonitoringSchedule: updateMonitoringSchedule,
  },
);
