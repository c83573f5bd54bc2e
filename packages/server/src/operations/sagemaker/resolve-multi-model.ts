import { parseS3Uri } from '../../contract/s3-uri.ts';
import { validationException } from '../../contract/service-error.ts';
import type { MultiModelDefinition } from '../../serving/container/stage-definition.ts';
import type { ContainerDefinition } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';

export const isMultiModel = ({ Mode: mode }: ContainerDefinition) => mode === 'MultiModel';

/** Throws ValidationException, in the service's words, for a second container in MultiModel mode. */
export function checkMultiModelCount(containers: readonly ContainerDefinition[]): void {
  if (containers.filter(isMultiModel).length <= 1) return;
  throw validationException('More than one container in MultiModel mode is not supported with inference pipeline.');
}

/**
 * What a container in MultiModel mode is made of: ModelDataUrl is a prefix, below which there need not be a model yet;
 * only its bucket must exist. Throws ValidationException.
 */
export async function resolveMultiModel(
  container: ContainerDefinition,
  hostname: string,
  context: OperationContext,
): Promise<MultiModelDefinition> {
  const { ModelDataUrl: uri, ModelDataSource: source, MultiModelConfig: config } = container;
  if (source !== undefined)
    throw validationException(
      `Container ${hostname}: ModelDataSource is not supported in MultiModel mode: use ModelDataUrl.`,
    );
  if (uri === undefined)
    throw validationException(`Container ${hostname}: MultiModel mode needs ModelDataUrl, the prefix of its models.`);
  const place = parseS3Uri(uri);
  if (place === undefined)
    throw validationException(`Model data is read from s3:// addresses of this server only, not from ${uri}.`);
  if ((await context.objects.headBucket(place.bucket)) === undefined)
    throw validationException(`Could not find model data at ${uri}.`);
  return { prefix: uri.endsWith('/') ? uri : `${uri}/`, isCached: config?.ModelCacheSetting !== 'Disabled' };
}
