import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import type { ModelPackageRecord } from '../../serving/records/model-package-record.ts';
import type { InferenceSpecification, PackagedContainer } from '../../serving/records/model-package-request.ts';
import type { ContainerDefinition } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findModelPackage } from './find-model-package.ts';

/** Most containers of a model. */
const maxContainers = 15;

/** What a container that names a package says itself, and what the package says. */
const ownMembers = ['Image', 'ModelDataUrl', 'ModelDataSource', 'MultiModelConfig'] as const;

/**
 * The containers of a model, with those of a package in the place of each that names one. Throws ValidationException:
 * there is no such package, it is not approved, or it has no such specification.
 */
export async function expandModelPackages(
  containers: readonly ContainerDefinition[],
  context: OperationContext,
): Promise<ContainerDefinition[]> {
  const expanded = await Promise.all(containers.map((container) => expand(container, context)));
  const all = expanded.flat();
  if (all.length <= maxContainers) return all;
  throw validationException(
    `The model packages have ${all.length} containers together, more than the ${maxContainers} that a model may have.`,
  );
}

async function expand(container: ContainerDefinition, context: OperationContext): Promise<ContainerDefinition[]> {
  const { ModelPackageName: name, InferenceSpecificationName: specification } = container;
  if (name === undefined) {
    if (specification === undefined) return [container];
    throw validationException('InferenceSpecificationName needs ModelPackageName: it names a part of a model package.');
  }
  checkAlone(container);
  const found = await findModelPackage(name, context);
  checkApproved(found);
  const { Containers: packaged } = specificationOf(found, specification);
  if (packaged.length > 1 && container.ContainerHostname !== undefined)
    throw validationException(
      `ContainerHostname "${container.ContainerHostname}" is given for a model package of ${packaged.length} containers: give the names in the package.`,
    );
  return packaged.map((one) => inPlaceOf(container, one));
}

/** The package says what a container runs; beside it there may be a name and environment. */
function checkAlone(container: ContainerDefinition): void {
  const doubled = ownMembers.find((member) => container[member] !== undefined);
  if (doubled !== undefined)
    throw validationException(`${doubled} and ModelPackageName exclude each other: the model package has its own.`);
  if (container.Mode === 'MultiModel')
    throw validationException('Mode MultiModel and ModelPackageName exclude each other: give Image and ModelDataUrl.');
}

/** A version has to be approved; a package by itself is deployed as it is. */
function checkApproved({ arn, versionOf, approval }: ModelPackageRecord): void {
  if (versionOf === undefined || approval === 'Approved') return;
  throw validationException(
    `Model package ${arn} cannot be deployed: its ModelApprovalStatus is ${approval}. Set it to Approved by UpdateModelPackage.`,
  );
}

function specificationOf({ arn, request }: ModelPackageRecord, name: string | undefined): InferenceSpecification {
  const { InferenceSpecification: main, AdditionalInferenceSpecifications: more = [] } = request;
  const found = name === undefined ? main : more.find((one) => one.Name === name);
  if (found !== undefined) return found;
  const what = name === undefined ? 'no InferenceSpecification' : `no inference specification of the name "${name}"`;
  throw validationException(`Model package ${arn} cannot be deployed: it has ${what}.`);
}

/** Variables of the container that names the package stand over the package's own. */
function inPlaceOf(
  { ContainerHostname: hostname, Environment: environment = {} }: ContainerDefinition,
  packaged: PackagedContainer,
): ContainerDefinition {
  const { Image, ModelDataUrl, ModelDataSource } = packaged;
  return {
    ...present({ Image, ModelDataUrl, ModelDataSource, ContainerHostname: hostname ?? packaged.ContainerHostname }),
    Environment: { ...packaged.Environment, ...environment },
  };
}
