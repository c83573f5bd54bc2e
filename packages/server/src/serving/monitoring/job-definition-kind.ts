import type { ResourceKind } from '../../contract/arn.ts';
import { dataQualityDefinitionRecords } from '../records/data-quality-definition-record.ts';
import type { DataQualityRequest } from '../records/data-quality-request.ts';
import type { DefinedRecords } from '../records/defined-records.ts';
import { modelQualityDefinitionRecords } from '../records/model-quality-definition-record.ts';
import type { ModelQualityRequest } from '../records/model-quality-request.ts';
import { dataQualityJob, type MonitoringJob, modelQualityJob } from './monitoring-job.ts';

/** A kind of definitions of monitoring jobs, which have names of their own. */
export interface JobDefinitionKind<T> {
  /** MonitoringType of schedules that name one. */
  readonly type: 'DataQuality' | 'ModelQuality';
  readonly resource: ResourceKind;
  readonly records: DefinedRecords<T>;
  readonly jobOf: (definition: T) => MonitoringJob;
}

export const dataQualityKind: JobDefinitionKind<DataQualityRequest> = {
  type: 'DataQuality',
  resource: 'data-quality-job-definition',
  records: dataQualityDefinitionRecords,
  jobOf: dataQualityJob,
};

export const modelQualityKind: JobDefinitionKind<ModelQualityRequest> = {
  type: 'ModelQuality',
  resource: 'model-quality-job-definition',
  records: modelQualityDefinitionRecords,
  jobOf: modelQualityJob,
};
