import { firstRepeated } from '@catenary/scoring/internal/names';
import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { validationException } from '../../contract/service-error.ts';
import type { DataCaptureConfig } from '../../serving/records/data-capture-config.ts';
import {
  type EndpointConfigRequest,
  endpointConfigRecords,
  type ProductionVariant,
} from '../../serving/records/endpoint-config-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkAsyncInference } from './check-async-inference.ts';
import { checkInstanceCount } from './check-instance-count.ts';
import { checkManagedScaling } from './check-managed-scaling.ts';
import { checkServerless } from './check-serverless.ts';
import { findModelHead } from './find-model.ts';
import { insertTags } from './tags.ts';

type CreateEndpointConfigInput = EndpointConfigRequest & { readonly Tags?: readonly Tag[] };

export async function createEndpointConfig(
  input: CreateEndpointConfigInput,
  context: OperationContext,
): Promise<object> {
  const arn = arnOf(context.realm, 'endpoint-config', input.EndpointConfigName);
  if (input.DataCaptureConfig !== undefined) checkCapture(input.DataCaptureConfig);
  const { ProductionVariants: production, ShadowProductionVariants: shadows = [] } = input;
  checkShadows(production, shadows);
  const variants = [...production, ...shadows];
  for (const variant of variants) await checkVariant(variant, context);
  const names = variants.map(({ VariantName: name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined)
    throw validationException(
      `Duplicate variant name "${twice}". Variant names must be unique within an endpoint configuration.`,
    );

  checkServerless(input);
  checkManagedScaling(input);
  await checkAsyncInference(input, context);

  const { Tags: tags, ...request } = input;
  await context.store.transaction().execute(async (transaction) => {
    const name = qualify(context.realm, input.EndpointConfigName);
    const record = { name, arn, createdAt: context.now(), definition: request };
    if (!(await endpointConfigRecords.insert(transaction, record)))
      throw validationException(`Cannot create already existing endpoint configuration "${arn}".`);
    await insertTags(transaction, arn, tags ?? []);
  });
  return { EndpointConfigArn: arn };
}

/** One shadow of one production variant (developer guide, "Shadow variants"). */
function checkShadows(production: readonly ProductionVariant[], shadows: readonly ProductionVariant[]): void {
  if (shadows.length === 0 || (shadows.length === 1 && production.length === 1)) return;
  throw validationException(
    `ShadowProductionVariants has ${shadows.length} variants and ProductionVariants ${production.length}: a shadow is one variant beside one production variant.`,
  );
}

/** The service's model allows any address; only those of buckets can be written to. */
function checkCapture({ DestinationS3Uri: uri }: DataCaptureConfig): void {
  if (parseS3Uri(uri) === undefined)
    throw validationException(`DataCaptureConfig.DestinationS3Uri "${uri}" is not an S3 URI: give s3://bucket/prefix.`);
}

async function checkVariant(variant: ProductionVariant, context: OperationContext): Promise<void> {
  if (variant.ModelName === undefined)
    throw validationException(`Production variant ${variant.VariantName} has no ModelName.`);
  checkInstanceCount(variant.VariantName, variant.InitialInstanceCount);
  await findModelHead(variant.ModelName, context);
}
