import { present } from '@catenary/scoring/internal/values';
import { activityOf } from '../../serving/records/scaling-activity-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListInput, listed } from './listed.ts';

/** DescribeScalingActivities: of each resource the newest first. */
export async function describeScalingActivities(input: ListInput, context: OperationContext): Promise<object> {
  const { page, next } = await listed('activity', input, context);
  return {
    ScalingActivities: page.map((record) => {
      const { id, description, cause, startedAt, endedAt, status, message } = activityOf(record);
      return {
        ActivityId: id,
        ServiceNamespace: 'sagemaker',
        ResourceId: record.resourceId,
        ScalableDimension: record.dimension,
        Description: description,
        Cause: cause,
        StartTime: startedAt / 1000,
        ...present({ EndTime: endedAt === undefined ? undefined : endedAt / 1000 }),
        StatusCode: status,
        StatusMessage: message,
      };
    }),
    ...next,
  };
}
