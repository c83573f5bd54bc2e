import type { ScalingRecord } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListInput, listed, resourceOf } from './listed.ts';

interface Input extends ListInput {
  readonly PolicyNames?: readonly string[];
}

export async function describeScalingPolicies(
  { PolicyNames: names, ...input }: Input,
  context: OperationContext,
): Promise<object> {
  const isAsked = names && (({ name }: ScalingRecord) => names.includes(name));
  const { page, next } = await listed('policy', { ...input, isAsked }, context);
  return {
    ScalingPolicies: page.map((record) => {
      const { id: _id, ...definition } = record.definition;
      return { ...resourceOf(record), PolicyARN: record.arn, PolicyName: record.name, ...definition };
    }),
    ...next,
  };
}
