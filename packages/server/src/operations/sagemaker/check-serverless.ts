import { validationException } from '../../contract/service-error.ts';
import type { EndpointConfigRequest, ProductionVariant } from '../../serving/records/endpoint-config-record.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import type { ServerlessConfig } from '../../serving/records/serverless-config.ts';

/** Refuses what a serverless endpoint cannot have (developer guide, "Serverless Inference"), except for pipelines, which it can here. */
export function checkServerless(input: EndpointConfigRequest): void {
  const { ProductionVariants: variants, ShadowProductionVariants: shadows, AsyncInferenceConfig: later } = input;
  const all = [...variants, ...(shadows ?? [])];
  const serverless = all.find(({ ServerlessConfig: config }) => config !== undefined);
  if (serverless === undefined) return;
  if (all.length > 1) throw refused('has one variant, and no shadow');
  if (later !== undefined) throw refused('takes no asynchronous requests: leave out AsyncInferenceConfig');
  checkVariant(serverless);
}

function checkVariant(variant: ProductionVariant): void {
  const { InitialInstanceCount: count, InstanceType: type, RoutingConfig: routing, ServerlessConfig: config } = variant;
  const given = Object.entries({ InitialInstanceCount: count, InstanceType: type, RoutingConfig: routing });
  const wrong = given.find(([, value]) => value !== undefined);
  if (wrong !== undefined) throw refused(`has no instances: leave out ${wrong[0]}`);
  if (config === undefined) return;
  const { MemorySizeInMB: memory } = config;
  if (memory % 1024 !== 0) throw refused(`has 1024, 2048, 3072, 4096, 5120 or 6144 MB of memory, not ${memory}`);
  checkProvisioned(config);
}

function checkProvisioned({ MaxConcurrency: max, ProvisionedConcurrency: provisioned = 0 }: ServerlessConfig): void {
  if (provisioned > max) throw refused(`keeps at most MaxConcurrency (${max}) provisioned, not ${provisioned}`);
}

/** What UpdateEndpointWeightsAndCapacities changes of a serverless variant. */
export type ServerlessUpdate = Partial<Pick<ServerlessConfig, 'MaxConcurrency' | 'ProvisionedConcurrency'>>;

/**
 * The serverless configuration of a variant after an update. Throws ValidationException for a variant with instances, and for
 * values that it may not have.
 */
export function updateServerless(
  { name, serverless }: Pick<VariantSnapshot, 'name' | 'serverless'>,
  update: ServerlessUpdate | undefined,
): ServerlessConfig | undefined {
  if (update === undefined) return serverless;
  if (serverless === undefined)
    throw validationException(`The variant ${name} has instances: ServerlessUpdateConfig is for serverless ones.`);
  const updated = { ...serverless, ...update };
  checkProvisioned(updated);
  return updated;
}

const refused = (why: string) => validationException(`An endpoint with ServerlessConfig ${why}.`);

/** An endpoint may become one with instances, but not the other way round. Throws ValidationException for that. */
export function checkServerlessUpdate(active: EndpointSnapshot, target: EndpointSnapshot): void {
  const isServerless = ({ variants }: EndpointSnapshot) => variants.some(({ serverless }) => serverless !== undefined);
  if (isServerless(target) && !isServerless(active))
    throw validationException(
      'An endpoint with instances cannot be updated to a serverless one: create an endpoint of its own.',
    );
}
