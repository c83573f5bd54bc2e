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

/** Members of the requests of what Spark's jobs are started by. */
export const sparkMembers: Readonly<Record<string, Support>> = {
  ...jobMembers('CreateJobRequest'),
  ...jobMembers('JobUpdate'),
  'JobCommand.Runtime': { noEffect: 'it belongs to jobs of Ray' },
  'StartJobRunRequest.SecurityConfiguration': kept,
  'StartJobRunRequest.NotificationProperty': kept,
  'StartJobRunRequest.ExecutionClass': kept,
  'StartJobRunRequest.ExecutionRoleSessionPolicy': {
    refused: 'is not offered: a run has the rights of the key that started it',
  },
  'GetJobRunRequest.PredecessorsIncluded': { noEffect: 'no run has a predecessor' },
};
