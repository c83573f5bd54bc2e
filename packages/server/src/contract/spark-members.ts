/** As `MemberSupport`, whose table has these too. */
type Support = { readonly noEffect: string } | { readonly refused: string };

const kept: Support = { noEffect: 'it is given back: a run is a process of this machine' };
const noVisualJobs = { refused: 'is not offered: Command.ScriptLocation names a script' };

/** Members of a job of Glue, in both shapes that have them. */
const jobMembers = (shape: string): Readonly<Record<string, Support>> => ({
  ...Object.fromEntries(
    [
      'JobMode',
      'Description',
      'LogUri',
      'Role',
      'Connections',
      'NotificationProperty',
      'SecurityConfiguration',
      'SourceControlDetails',
      'MaintenanceWindow',
      'ExecutionClass',
    ].map((name) => [`${shape}.${name}`, kept]),
  ),
  [`${shape}.CodeGenConfigurationNodes`]: noVisualJobs,
});

const machineOfCluster = { noEffect: 'steps run on the machine of this server, or where the master of its Spark says' };

/** Members of a cluster of EMR that say what machines it has, and who may reach them. */
const clusterMembers = Object.fromEntries(
  [
    'LogEncryptionKmsKeyId',
    'AdditionalInfo',
    'AmiVersion',
    'StepExecutionRoleArn',
    'SupportedProducts',
    'NewSupportedProducts',
    'VisibleToAllUsers',
    'JobFlowRole',
    'ServiceRole',
    'SecurityConfiguration',
    'AutoScalingRole',
    'ScaleDownBehavior',
    'CustomAmiId',
    'EbsRootVolumeSize',
    'RepoUpgradeOnBoot',
    'KerberosAttributes',
    'ManagedScalingPolicy',
    'PlacementGroupConfigs',
    'OSReleaseLabel',
    'EbsRootVolumeIops',
    'EbsRootVolumeThroughput',
    'ExtendedSupport',
    'MonitoringConfiguration',
    'Applications',
    'AutoTerminationPolicy',
    'Tags',
  ].map((name) => [`RunJobFlowInput.${name}`, machineOfCluster]),
);

const instanceMembers = Object.fromEntries(
  [
    'MasterInstanceType',
    'SlaveInstanceType',
    'InstanceCount',
    'InstanceGroups',
    'InstanceFleets',
    'Ec2KeyName',
    'Placement',
    'UnhealthyNodeReplacement',
    'HadoopVersion',
    'Ec2SubnetId',
    'Ec2SubnetIds',
    'EmrManagedMasterSecurityGroup',
    'EmrManagedSlaveSecurityGroup',
    'ServiceAccessSecurityGroup',
    'AdditionalMasterSecurityGroups',
    'AdditionalSlaveSecurityGroups',
  ].map((name) => [`JobFlowInstancesConfig.${name}`, machineOfCluster]),
);

const machineOfApplication = {
  noEffect: 'it is given back: runs have the Spark of this server, on its machine or where its master says',
};

/** Members of an application of EMR Serverless, and of its runs. */
const serverlessMembers: Readonly<Record<string, Support>> = {
  ...Object.fromEntries(
    [
      'initialCapacity',
      'maximumCapacity',
      'tags',
      'autoStopConfiguration',
      'networkConfiguration',
      'architecture',
      'imageConfiguration',
      'workerTypeSpecifications',
      'diskEncryptionConfiguration',
      'interactiveConfiguration',
      'identityCenterConfiguration',
      'jobLevelCostAllocationConfiguration',
    ].map((name) => [`CreateApplicationRequest.${name}`, machineOfApplication]),
  ),
  'SchedulerConfiguration.queueTimeoutMinutes': { noEffect: 'a run waits until it has its turn, or is cancelled' },
  'MonitoringConfiguration.managedPersistenceMonitoringConfiguration': { noEffect: 'logs are in this server anyway' },
  'MonitoringConfiguration.cloudWatchLoggingConfiguration': {
    noEffect: 'logs are in the group /aws/emr-serverless anyway',
  },
  'MonitoringConfiguration.prometheusMonitoringConfiguration': { noEffect: 'runs have no metrics' },
  'S3MonitoringConfiguration.encryptionKeyArn': { noEffect: 'this server does not encrypt with keys of KMS' },
  'StartJobRunRequest.tags': machineOfApplication,
  'StartJobRunRequest.executionIamPolicy': {
    refused: 'is not offered: a run has the rights of the key that started it',
  },
  'GetJobRunRequest.attempt': { noEffect: 'a run has one attempt' },
  'JobDriver.hive': { refused: 'is not offered: give sparkSubmit' },
  'ConfigurationOverrides.diskEncryptionConfiguration': machineOfApplication,
  'RetryPolicy.maxFailedAttemptsPerHour': { noEffect: 'a run is not repeated' },
  'CancelJobRunRequest.shutdownGracePeriodInSeconds': {
    noEffect: 'a run gets SIGTERM, and SIGKILL ten seconds later',
  },
};

/** Members of the requests of what Spark's jobs are started by. */
export const sparkMembers: Readonly<Record<string, Support>> = {
  ...jobMembers('CreateJobRequest'),
  ...jobMembers('JobUpdate'),
  ...clusterMembers,
  ...instanceMembers,
  ...serverlessMembers,
  'StepConfig.StepMonitoringConfiguration': machineOfCluster,
  'AddJobFlowStepsInput.ExecutionRoleArn': { noEffect: 'a step has the rights of the key that added it' },
  'HadoopJarStepConfig.MainClass': { noEffect: 'it is given back: scripts have none' },
  'CancelStepsInput.StepCancellationOption': { noEffect: 'a step gets SIGTERM, and SIGKILL ten seconds later' },
  'JobCommand.Runtime': { noEffect: 'it belongs to jobs of Ray' },
  'StartJobRunRequest.SecurityConfiguration': kept,
  'StartJobRunRequest.NotificationProperty': kept,
  'StartJobRunRequest.ExecutionClass': kept,
  'StartJobRunRequest.ExecutionRoleSessionPolicy': {
    refused: 'is not offered: a run has the rights of the key that started it',
  },
  'GetJobRunRequest.PredecessorsIncluded': { noEffect: 'no run has a predecessor' },
};
