import { firstRepeated } from '@catenary/scoring/internal/names';
import { validationException } from '../../contract/service-error.ts';
import type { ModelPackageRequest } from '../../serving/records/model-package-request.ts';
import type { OperationContext } from '../operation-context.ts';
import { resolveContainers } from './resolve-containers.ts';

type Specifications = Pick<ModelPackageRequest, 'InferenceSpecification' | 'AdditionalInferenceSpecifications'>;

/**
 * Checks the containers of a package as CreateModel is going to check them: images and archives that are not there are
 * refused when they are registered, not when they are deployed. Throws ValidationException.
 */
export async function checkSpecifications(
  { InferenceSpecification: main, AdditionalInferenceSpecifications: more = [] }: Specifications,
  context: OperationContext,
): Promise<void> {
  const names = more.map(({ Name: name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined)
    throw validationException(`AdditionalInferenceSpecifications has the Name "${twice}" twice: it must be unique.`);
  for (const { Containers: containers } of main === undefined ? more : [main, ...more])
    await resolveContainers({ ModelName: '', Containers: containers }, context);
}
