import { own } from '@catenary/scoring/internal/names';
import { arnOf, parseArn, type Realm, type ResourceKind } from '../../contract/arn.ts';
import { s3Operations } from '../../operations/s3/operations.ts';
import type { S3Call } from '../../operations/s3/s3-request.ts';
import type { Service } from '../../operations/service.ts';
import type { Demand } from './is-allowed.ts';
import { s3Demands } from './s3-demands.ts';

/** An operation with its input, as a caller asks for it. */
export interface AskedInput {
  readonly service: Service;
  readonly operation: { readonly name: string };
  readonly input: unknown;
}

/** Where the prefix of a service's actions is not the name that its requests are signed for. */
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Members of inputs that name a resource, by its name or its ARN: what kinds they name. */
const kinds: Readonly<Record<string, readonly [ResourceKind, ...ResourceKind[]]>> = {
  EndpointConfigName: ['endpoint-config'],
  EndpointName: ['endpoint'],
  JobDefinitionName: ['data-quality-job-definition', 'model-quality-job-definition'],
  ModelName: ['model'],
  ModelPackageArn: ['model-package'],
  ModelPackageGroupName: ['model-package-group'],
  ModelPackageName: ['model-package'],
  MonitoringScheduleName: ['monitoring-schedule'],
  ProcessingJobName: ['processing-job'],
  ResourceArn: ['model'],
  TransformJobName: ['transform-job'],
};

/** What a caller must be allowed for an operation: its action, with every resource that the input names. */
export function demandsOf({ service, operation, input }: AskedInput, realm: Realm): readonly Demand[] {
  if (service === s3Operations) return s3Demands(operation.name, input as S3Call);
  const { name } = operation;
  const prefix = own(prefixes, service.signingName) ?? service.signingName;
  return resourcesOf(service, { name, input }, realm).map((resource) => ({ action: `${prefix}:${name}`, resource }));
}

function resourcesOf({ signingName }: Service, { name, input }: { name: string; input: unknown }, realm: Realm) {
  // A list shows every resource.
  const isList = name.startsWith('List') && name !== 'ListTags';
  if (signingName !== 'sagemaker' || isList) return ['*'];
  const named = Object.entries(input ?? {}).flatMap(([member, value]) => {
    const kind = kindOf(member, name);
    return kind === undefined || typeof value !== 'string' ? [] : [resourceOf(kind, value, realm)];
  });
  return named.length === 0 ? ['*'] : named;
}

/** The kind that a member names: where it may name several, the one that the operation's own name has. */
function kindOf(member: string, operation: string): ResourceKind | undefined {
  const named = own(kinds, member);
  const asked = operation.toLowerCase();
  return named?.find((kind) => asked.includes(kind.replaceAll('-', ''))) ?? named?.[0];
}

/** The server ignores region and account of a given ARN, so its own are compared: no other spelling evades a statement. */
function resourceOf(kind: ResourceKind, given: string, realm: Realm): string {
  if (!given.startsWith('arn:')) return arnOf(realm, kind, given);
  const known = parseArn(given);
  return known === undefined ? given : arnOf(realm, known.kind, known.name);
}
