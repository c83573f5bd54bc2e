import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import { type EndpointRecord, endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkInstanceCount, checkSleep } from './check-instance-count.ts';
import { type ServerlessUpdate, updateServerless } from './check-serverless.ts';
import { findEndpoint } from './find-endpoint.ts';
import { activeOf, inProgress, startDeployment } from './update-endpoint.ts';

interface UpdateWeightsInput {
  readonly EndpointName: string;
  readonly DesiredWeightsAndCapacities: readonly {
    readonly VariantName: string;
    readonly DesiredWeight?: number;
    readonly DesiredInstanceCount?: number;
    readonly ServerlessUpdateConfig?: ServerlessUpdate;
  }[];
}

/**
 * New weights, and a new concurrency of serverless variants, take effect at once on the running chains: nothing is started, and
 * the endpoint stays InService. A new number of instances is a deployment (status Updating): the chains keep serving meanwhile.
 */
export async function updateEndpointWeightsAndCapacities(
  input: UpdateWeightsInput,
  context: OperationContext,
): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const active = activeOf(record);
  const unknown = input.DesiredWeightsAndCapacities.find(
    ({ VariantName: name }) => !active.variants.some((variant) => variant.name === name),
  );
  if (unknown !== undefined)
    throw validationException(
      `The variant name(s) "${unknown.VariantName}" is/are not present within endpoint configuration "${record.configName}".`,
    );

  for (const { DesiredInstanceCount: count, VariantName: name } of input.DesiredWeightsAndCapacities)
    await checkCount({ record, active, name, count }, context);

  const variants = active.variants.map((variant) => {
    const desired = input.DesiredWeightsAndCapacities.find(({ VariantName: name }) => name === variant.name);
    return {
      ...variant,
      weight: desired?.DesiredWeight ?? variant.weight,
      instanceCount: desired?.DesiredInstanceCount ?? variant.instanceCount,
      ...present({ serverless: updateServerless(variant, desired?.ServerlessUpdateConfig) }),
    };
  });
  const target = { ...active, variants };
  if (variants.some(({ instanceCount }, at) => instanceCount !== active.variants[at]?.instanceCount))
    await startDeployment(record, { deployment: { policy: 'resize', target } }, context);
  else await changeWeights(record, target, context);
  return { EndpointArn: record.arn };
}

interface AskedCount {
  readonly record: EndpointRecord;
  readonly active: EndpointSnapshot;
  readonly name: string;
  readonly count: number | undefined;
}

async function checkCount({ record, active, name, count }: AskedCount, context: OperationContext): Promise<void> {
  checkInstanceCount(name, count, active.variants.find((variant) => variant.name === name)?.managedScaling);
  if (count === 0) await checkSleep(record.name, name, context);
}

async function changeWeights(
  record: EndpointRecord,
  active: EndpointSnapshot,
  context: OperationContext,
): Promise<void> {
  const change = { active, now: context.now() };
  if (!(await endpointRecords.changeActive(context.store, record, change))) throw inProgress(record);
  await context.endpoints.reconcile(record.name);
}
