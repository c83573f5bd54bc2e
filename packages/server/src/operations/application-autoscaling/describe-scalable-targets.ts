import type { ScalingRecord } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListInput, listed, resourceOf } from './listed.ts';

interface Input extends Omit<ListInput, 'ResourceId'> {
  readonly ResourceIds?: readonly string[];
}

const running = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

export async function describeScalableTargets(
  { ResourceIds: ids, ...input }: Input,
  context: OperationContext,
): Promise<object> {
  const isAsked = ids && (({ resourceId }: ScalingRecord) => ids.includes(resourceId));
  const { page, next } = await listed('target', { ...input, isAsked }, context);
  const { account } = context.realm;
  return {
    ScalableTargets: page.map((record) => ({
      ...resourceOf(record),
      RoleARN: `arn:aws:iam::${account}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
      ...record.definition,
      SuspendedState: { ...running, ...(record.definition.SuspendedState as object | undefined) },
      ScalableTargetARN: record.arn,
    })),
    ...next,
  };
}
