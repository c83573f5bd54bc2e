import { logsModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';

/** Logs: they are read here, and written by containers and jobs alone. */
export const logsOperations = defineService(
  { signingName: 'logs', model: logsModel },
  {
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
  },
);
