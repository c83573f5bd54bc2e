import { sparkMembers } from './spark-members.ts';

/** How a member of a request is treated that is not simply acted on. */
export type MemberSupport =
  | {
      /**
       * Why it has no effect here. It is accepted, stored and returned nevertheless: callers send it who do not depend
       * on its effect.
       */
      readonly noEffect: string;
    }
  | {
      /** Why it is refused, and what to do instead: the end of a sentence that begins with its name. */
      readonly refused: string;
      /** Whether this value asks for nothing beyond what is done anyway: then it is accepted. */
      readonly isHarmless?: (value: unknown) => boolean;
    };

const isFalse = (value: unknown) => value === false;

const machine = 'the containers run on the machine of this server';
const size = `${machine}; images get the cores and the memory that it names`;
const network = 'the containers use the network of the machine of this server';
const keys = 'this server does not encrypt with keys of KMS: encrypt the disk of the data folder';
const oneArchive = 'is not offered: put the files into the archive of ModelDataUrl';
const notManaged = 'is not offered: the files of models stay in your buckets';
const noMarketplace = 'is not offered: there is no marketplace here';
const noComposite = 'is not offered: there are alarms of metrics alone';
const kept = { noEffect: 'it is kept with the package, and given back by DescribeModelPackage' };

const monitored = 'this server does itself what the image of Model Monitor does';
const noScripts = { refused: 'is not offered: no scripts are run before or after an analysis' };
const noBatches = { refused: 'is not offered: give EndpointInput' };
const forBias = 'it is for bias: quality is analysed without it';

/** What a specification of a model package says of where its containers are going to be used. */
const specificationSupport = (shape: string): Readonly<Record<string, MemberSupport>> => ({
  [`${shape}.SupportedTransformInstanceTypes`]: { noEffect: machine },
  [`${shape}.SupportedRealtimeInferenceInstanceTypes`]: { noEffect: machine },
  [`${shape}.SupportedContentTypes`]: { noEffect: 'the containers say themselves what they take' },
  [`${shape}.SupportedResponseMIMETypes`]: { noEffect: 'the containers say themselves what they answer' },
});

/**
 * Members of SageMaker's requests, by shape and name, that this server does not act on. All others are used
 * (`packages/server/test/contract/member-support.test.ts`). docs/api-coverage.md is made from it.
 */
export const memberSupport: Readonly<Record<string, MemberSupport>> = {
  'CreateModelInput.ExecutionRoleArn': { noEffect: 'a key of this server may do everything' },
  'CreateModelInput.VpcConfig': { noEffect: network },
  'ContainerDefinition.ImageConfig': { noEffect: 'no image is pulled: what serves an image is found by its name' },
  'ContainerDefinition.AdditionalModelDataSources': { refused: oneArchive },
  'S3ModelDataSource.ModelAccessConfig': { noEffect: 'the owner of the bucket has accepted the licence of the model' },
  'S3ModelDataSource.HubAccessConfig': { refused: 'is not offered: copy the model into a bucket of this server' },
  'S3ModelDataSource.ManifestS3Uri': { refused: 'is not offered: S3Uri names the folder with all files' },
  'S3ModelDataSource.ETag': { refused: 'is not offered: an endpoint keeps the files that it started with' },
  'S3ModelDataSource.ManifestEtag': { refused: 'is not offered: an endpoint keeps the files that it started with' },

  'CreateModelPackageGroupInput.ManagedConfiguration': { refused: notManaged },
  'CreateModelPackageInput.ModelPackageRegistrationType': kept,
  'CreateModelPackageInput.ValidationSpecification': {
    refused: 'is not offered: images and archives are checked, and no job is run. Leave it out',
  },
  'CreateModelPackageInput.SourceAlgorithmSpecification': {
    refused: 'is not offered: give InferenceSpecification, with Image and ModelDataUrl',
  },
  'CreateModelPackageInput.CertifyForMarketplace': { refused: noMarketplace, isHarmless: isFalse },
  'CreateModelPackageInput.MetadataProperties': kept,
  'CreateModelPackageInput.ModelMetrics': kept,
  'CreateModelPackageInput.Domain': kept,
  'CreateModelPackageInput.Task': kept,
  'CreateModelPackageInput.SamplePayloadUrl': kept,
  'CreateModelPackageInput.DriftCheckBaselines': kept,
  'CreateModelPackageInput.SkipModelValidation': { noEffect: 'images and archives are checked, and no job is run' },
  'CreateModelPackageInput.SourceUri': kept,
  'CreateModelPackageInput.SecurityConfig': { noEffect: keys },
  'CreateModelPackageInput.ModelCard': kept,
  'CreateModelPackageInput.ModelLifeCycle': kept,
  'CreateModelPackageInput.ManagedStorageType': { refused: notManaged },
  'UpdateModelPackageInput.ModelPackageRegistrationType': kept,
  'UpdateModelPackageInput.SourceUri': kept,
  'UpdateModelPackageInput.ModelCard': kept,
  'UpdateModelPackageInput.ModelLifeCycle': kept,
  'UpdateModelPackageInput.ClientToken': { noEffect: 'an update that is sent again changes nothing more' },
  ...specificationSupport('InferenceSpecification'),
  ...specificationSupport('AdditionalInferenceSpecificationDefinition'),
  'AdditionalInferenceSpecificationDefinition.Description': kept,
  'ModelPackageContainerDefinition.ImageDigest': {
    noEffect: 'no image is pulled: what serves an image is found by its name',
  },
  'ModelPackageContainerDefinition.ProductId': { refused: noMarketplace },
  'ModelPackageContainerDefinition.ModelInput': kept,
  'ModelPackageContainerDefinition.Framework': kept,
  'ModelPackageContainerDefinition.FrameworkVersion': kept,
  'ModelPackageContainerDefinition.NearestModelName': kept,
  'ModelPackageContainerDefinition.AdditionalModelDataSources': { refused: oneArchive },
  'ModelPackageContainerDefinition.AdditionalS3DataSource': { refused: oneArchive },
  'ModelPackageContainerDefinition.ModelDataETag': {
    refused: 'is not offered: an endpoint keeps the files that it started with',
  },
  'ModelPackageContainerDefinition.IsCheckpoint': kept,
  'ModelPackageContainerDefinition.BaseModel': kept,

  'DataCaptureConfig.KmsKeyId': { noEffect: keys },
  'CreateEndpointConfigInput.KmsKeyId': { noEffect: keys },
  'AsyncInferenceOutputConfig.KmsKeyId': { noEffect: keys },
  'CreateEndpointConfigInput.ExplainerConfig': { refused: 'is not offered' },
  'CreateEndpointConfigInput.ExecutionRoleArn': { noEffect: 'it belongs to inference components' },
  'CreateEndpointConfigInput.VpcConfig': { noEffect: network },
  'CreateEndpointConfigInput.EnableNetworkIsolation': {
    refused: 'belongs to inference components, which are not offered: set it in CreateModel',
    isHarmless: isFalse,
  },
  'MetricsConfig.EnableEnhancedMetrics': { refused: 'is not offered', isHarmless: isFalse },
  'MetricsConfig.MetricPublishFrequencyInSeconds': { noEffect: 'it belongs to enhanced metrics' },
  'ProductionVariant.InstanceType': { noEffect: size },
  'ProductionVariant.InstancePools': { refused: `is not offered: ${machine}` },
  'ProductionVariant.VariantInstanceProvisionTimeoutInSeconds': { noEffect: machine },
  'ProductionVariant.AcceleratorType': { noEffect: machine },
  'ProductionVariant.CoreDumpConfig': { refused: 'is not offered' },
  'ProductionVariantServerlessConfig.ProvisionedConcurrency': { noEffect: 'what is loaded stays loaded' },
  'ProductionVariant.VolumeSizeInGB': { noEffect: machine },
  'ProductionVariant.ModelDataDownloadTimeoutInSeconds': { noEffect: 'model data comes from a store nearby' },
  'ProductionVariant.EnableSSMAccess': { refused: `is not offered: ${machine}`, isHarmless: isFalse },
  'ProductionVariantManagedInstanceScaling.ScaleInPolicy': {
    refused:
      'is not offered: how instances are taken away say the policies of Application Auto Scaling (PutScalingPolicy)',
  },
  'ProductionVariant.InferenceAmiVersion': { noEffect: machine },
  'ProductionVariant.CapacityReservationConfig': { noEffect: machine },

  'ProductionVariantServerlessUpdateConfig.ProvisionedConcurrency': { noEffect: 'what is loaded stays loaded' },

  'TransformOutput.KmsKeyId': { noEffect: keys },
  'BatchDataCaptureConfig.KmsKeyId': { noEffect: keys },
  'TransformResources.InstanceType': { noEffect: size },
  'TransformResources.VolumeKmsKeyId': { noEffect: keys },
  'TransformResources.TransformAmiVersion': { noEffect: machine },
  'ProcessingInput.AppManaged': { refused: 'is not offered: the data is read where it is', isHarmless: isFalse },
  'ProcessingInput.DatasetDefinition': { refused: 'is not offered: put the data into S3, and give S3Input' },
  'ProcessingOutput.AppManaged': {
    refused: 'is not offered: results are written when they are there',
    isHarmless: isFalse,
  },
  'ProcessingOutput.FeatureStoreOutput': { refused: 'is not offered: there is no feature store here' },
  'ProcessingOutputConfig.KmsKeyId': { noEffect: keys },
  'CreateProcessingJobRequest.ProcessingResources': {
    noEffect: 'jobs run on the machine of this server, and get what its configuration gives them',
  },
  'NetworkConfig.EnableInterContainerTrafficEncryption': { noEffect: 'a job is one container' },
  'NetworkConfig.VpcConfig': { noEffect: network },
  'CreateProcessingJobRequest.ExperimentConfig': { noEffect: 'it is given back by DescribeProcessingJob' },
  'DataQualityAppSpecification.ContainerEntrypoint': { noEffect: monitored },
  'DataQualityAppSpecification.ContainerArguments': { noEffect: monitored },
  'DataQualityAppSpecification.RecordPreprocessorSourceUri': noScripts,
  'DataQualityAppSpecification.PostAnalyticsProcessorSourceUri': noScripts,
  'CreateDataQualityJobDefinitionRequest.JobResources': { noEffect: monitored },
  'CreateDataQualityJobDefinitionRequest.NetworkConfig': { noEffect: monitored },
  'ModelQualityAppSpecification.ContainerEntrypoint': { noEffect: monitored },
  'ModelQualityAppSpecification.ContainerArguments': { noEffect: monitored },
  'ModelQualityAppSpecification.RecordPreprocessorSourceUri': noScripts,
  'ModelQualityAppSpecification.PostAnalyticsProcessorSourceUri': noScripts,
  'CreateModelQualityJobDefinitionRequest.JobResources': { noEffect: monitored },
  'CreateModelQualityJobDefinitionRequest.NetworkConfig': { noEffect: monitored },
  'MonitoringAppSpecification.ContainerEntrypoint': { noEffect: monitored },
  'MonitoringAppSpecification.ContainerArguments': { noEffect: monitored },
  'MonitoringAppSpecification.RecordPreprocessorSourceUri': noScripts,
  'MonitoringAppSpecification.PostAnalyticsProcessorSourceUri': noScripts,
  'MonitoringJobDefinition.MonitoringResources': { noEffect: monitored },
  'MonitoringJobDefinition.NetworkConfig': { noEffect: monitored },
  'MonitoringOutputConfig.KmsKeyId': { noEffect: keys },
  'MonitoringInput.BatchTransformInput': noBatches,
  'DataQualityJobInput.BatchTransformInput': noBatches,
  'ModelQualityJobInput.BatchTransformInput': noBatches,
  'EndpointInput.FeaturesAttribute': { noEffect: forBias },
  'EndpointInput.ExcludeFeaturesAttribute': {
    refused: 'is not offered: give evaluate_constraints Disabled to these features of constraints.json',
  },
  'DescribeLogGroupsRequest.accountIdentifiers': { noEffect: 'accounts share nothing' },
  'DescribeLogGroupsRequest.includeLinkedAccounts': { noEffect: 'accounts share nothing' },
  'DescribeLogGroupsRequest.logGroupIdentifiers': { refused: 'is not offered: use logGroupNamePrefix' },
  'PutMetricAlarmInput.EvaluateLowSampleCountPercentile': {
    refused: 'must be evaluate: alarms are evaluated however few values there are',
    isHarmless: (value) => value === 'evaluate',
  },
  'PutMetricAlarmInput.ThresholdMetricId': { refused: 'is not offered: give Threshold' },
  'PutMetricAlarmInput.EvaluationCriteria': { refused: 'is not offered: give MetricName or Metrics' },
  'PutMetricAlarmInput.EvaluationInterval': { refused: 'is not offered: alarms are evaluated once a minute' },
  'DescribeAlarmsInput.ChildrenOfAlarmName': { refused: noComposite },
  'DescribeAlarmsInput.ParentsOfAlarmName': { refused: noComposite },
  'DescribeAlarmHistoryInput.AlarmContributorId': { refused: 'is not offered: alarms have one result' },
  'DescribeAlarmHistoryInput.AlarmTypes': { noEffect: 'there are alarms of metrics alone' },
  'PutScalingPolicyRequest.PredictiveScalingPolicyConfiguration': {
    refused: 'is not offered: use target tracking or steps',
  },
  'PredefinedMetricSpecification.ResourceLabel': { noEffect: 'metrics of variants have none' },
  'RegisterScalableTargetRequest.RoleARN': { noEffect: 'it is given back: nothing is done in the name of a role' },
  'StepScalingPolicyConfiguration.MetricAggregationType': {
    noEffect: 'the newest value of the alarm counts, as its own statistic makes it',
  },
  'DescribeScalingActivitiesRequest.IncludeNotScaledActivities': {
    noEffect: 'what was not scaled is no activity: it is looked at again within a minute',
  },
  'PutMetricDataInput.EntityMetricData': { refused: 'is not offered: leave out the entity, and give MetricData' },
  'PutMetricDataInput.StrictEntityValidation': { noEffect: 'it belongs to EntityMetricData' },
  'MetricDatum.StorageResolution': { noEffect: 'values are kept by the minute' },
  'GetMetricDataInput.LabelOptions': { noEffect: 'labels have no times in them' },
  'MetricDataQuery.AccountId': { noEffect: 'accounts share nothing' },
  'ListMetricsInput.IncludeLinkedAccounts': { noEffect: 'accounts share nothing' },
  'ListMetricsInput.OwningAccount': { noEffect: 'accounts share nothing' },
  'CreateTransformJobRequest.ExperimentConfig': { noEffect: 'it is given back by DescribeTransformJob' },
  ...sparkMembers,
};
