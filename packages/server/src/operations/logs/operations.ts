import { logsModel } from '../../contract/models.ts';
import type { OperationContext } from '../operation-context.ts';
import { defineService } from '../service.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';

/** An operation that reads logs: it sees all that was written before it was asked. */
function reading<Input>(read: (input: Input, context: OperationContext) => Promise<object>) {
  return async (input: Input, context: OperationContext): Promise<object> => {
    await context.logs.flush();
    return read(input, context);
  };
}

/** Logs: they are read here, and written by containers and jobs alone. */
export const logsOperations = defineService(
  {
    signingName: 'logs',
    model: logsModel,
    offers: 'DescribeLogGroups, DescribeLogStreams, GetLogEvents and FilterLogEvents',
  },
  {
    DescribeLogGroups: reading(describeLogGroups),
    DescribeLogStreams: reading(describeLogStreams),
    FilterLogEvents: reading(filterLogEvents),
    GetLogEvents: reading(getLogEvents),
  },
);
