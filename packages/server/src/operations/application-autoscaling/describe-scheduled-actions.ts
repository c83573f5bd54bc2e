import type { ScalingRecord } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListInput, listed, resourceOf } from './listed.ts';

interface Input extends ListInput {
  readonly ScheduledActionNames?: readonly string[];
}

export async function describeScheduledActions(
  { ScheduledActionNames: names, ...input }: Input,
  context: OperationContext,
): Promise<object> {
  const isAsked = names && (({ name }: ScalingRecord) => names.includes(name));
  const { page, next } = await listed('schedule', { ...input, isAsked }, context);
  return {
    ScheduledActions: page.map((record) => {
      const { ranAt: _ranAt, ...definition } = record.definition;
      return {
        ...resourceOf(record),
        ScheduledActionName: record.name,
        ScheduledActionARN: record.arn,
        ...definition,
      };
    }),
    ...next,
  };
}
