import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import { type ContainerDefinition, containerDefinition } from './model-record.ts';
import { storedJson } from './stored-json.ts';

export type ApprovalStatus = 'Approved' | 'Rejected' | 'PendingManualApproval';

/** ModelPackageContainerDefinition as a caller writes it: the members this server reads. */
export type PackagedContainer = Pick<
  ContainerDefinition,
  'ContainerHostname' | 'Image' | 'ModelDataUrl' | 'ModelDataSource' | 'Environment'
>;

export interface InferenceSpecification {
  readonly Containers: readonly PackagedContainer[];
}

export interface NamedInferenceSpecification extends InferenceSpecification {
  readonly Name: string;
}

/**
 * CreateModelPackage as a caller writes it, without its tags and its token, and with what UpdateModelPackage changed
 * since. What this server only gives back is kept beside these members.
 */
export interface ModelPackageRequest {
  readonly ModelPackageName?: string;
  readonly ModelPackageGroupName?: string;
  readonly ModelPackageDescription?: string;
  readonly InferenceSpecification?: InferenceSpecification;
  readonly AdditionalInferenceSpecifications?: readonly NamedInferenceSpecification[];
  readonly ModelApprovalStatus?: ApprovalStatus;
  readonly ApprovalDescription?: string;
  readonly CustomerMetadataProperties?: Readonly<Record<string, string>>;
  readonly ModelLifeCycle?: object;
  readonly ModelPackageRegistrationType?: string;
}

const modelPackageRequest = (z: Zod): z.ZodType<ModelPackageRequest> => {
  const containers = z.array(containerDefinition(z));
  return z.looseObject({
    ModelPackageName: z.string().exactOptional(),
    ModelPackageGroupName: z.string().exactOptional(),
    ModelPackageDescription: z.string().exactOptional(),
    InferenceSpecification: z.looseObject({ Containers: containers }).exactOptional(),
    AdditionalInferenceSpecifications: z
      .array(z.looseObject({ Name: z.string(), Containers: containers }))
      .exactOptional(),
    ModelApprovalStatus: z.enum(['Approved', 'Rejected', 'PendingManualApproval']).exactOptional(),
    ApprovalDescription: z.string().exactOptional(),
    CustomerMetadataProperties: z.record(z.string(), z.string()).exactOptional(),
    ModelLifeCycle: z.looseObject({}).exactOptional(),
    ModelPackageRegistrationType: z.string().exactOptional(),
  });
};

export const modelPackageJson = storedJson({ what: 'model package', schema: modelPackageRequest });
