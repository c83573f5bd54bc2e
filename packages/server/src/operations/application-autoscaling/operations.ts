import { applicationAutoscalingModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { whenAsked } from '../when-asked.ts';

/** How variants are to be scaled; `serving/scaling` does it. */
export const applicationAutoscalingOperations = defineService(
  {
    signingName: 'application-autoscaling',
    model: applicationAutoscalingModel,
    offers: 'scalable targets, their policies, scheduled actions and activities',
  },
  {
    DeleteScalingPolicy: whenAsked(async () => (await import('./delete-scaling-policy.ts')).deleteScalingPolicy),
    DeleteScheduledAction: whenAsked(async () => (await import('./delete-scheduled-action.ts')).deleteScheduledAction),
    DeregisterScalableTarget: whenAsked(
      async () => (await import('./deregister-scalable-target.ts')).deregisterScalableTarget,
    ),
    DescribeScalableTargets: whenAsked(
      async () => (await import('./describe-scalable-targets.ts')).describeScalableTargets,
    ),
    DescribeScalingActivities: whenAsked(
      async () => (await import('./describe-scaling-activities.ts')).describeScalingActivities,
    ),
    DescribeScalingPolicies: whenAsked(
      async () => (await import('./describe-scaling-policies.ts')).describeScalingPolicies,
    ),
    DescribeScheduledActions: whenAsked(
      async () => (await import('./describe-scheduled-actions.ts')).describeScheduledActions,
    ),
    ListTagsForResource: whenAsked(async () => (await import('./list-tags-for-resource.ts')).listTagsForResource),
    PutScalingPolicy: whenAsked(async () => (await import('./put-scaling-policy.ts')).putScalingPolicy),
    PutScheduledAction: whenAsked(async () => (await import('./put-scheduled-action.ts')).putScheduledAction),
    RegisterScalableTarget: whenAsked(
      async () => (await import('./register-scalable-target.ts')).registerScalableTarget,
    ),
    TagResource: whenAsked(async () => (await import('./tag-resource.ts')).tagResource),
    UntagResource: whenAsked(async () => (await import('./untag-resource.ts')).untagResource),
  },
);
