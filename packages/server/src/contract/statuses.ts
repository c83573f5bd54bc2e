export type EndpointStatus =
  | 'OutOfService'
  | 'Creating'
  | 'Updating'
  | 'SystemUpdating'
  | 'RollingBack'
  | 'InService'
  | 'Deleting'
  | 'Failed'
  | 'UpdateRollbackFailed';

/** Of transform jobs, and of processing jobs. */
export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

export type MonitoringScheduleStatus = 'Pending' | 'Failed' | 'Scheduled' | 'Stopped';

/** While an endpoint is in one of these, it cannot be updated. */
export const busyEndpointStatuses: readonly EndpointStatus[] = [
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
];
