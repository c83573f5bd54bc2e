import { own } from '@catenary/scoring/internal/names';
import { runtimeModel } from '../../contract/models.ts';
import { matchesPattern } from '../../contract/pattern.ts';
import type { Realm } from '../../contract/arn.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { Shape } from '../../contract/shape.ts';
import type { ContainerRequest } from '../../serving/container/payload.ts';
import type { InvocationParts, InvocationTarget } from '../../serving/invocation/invocation.ts';
import type { Exchange } from './exchange.ts';

/** Headers that are passed on to containers: name in lower case, member of InvokeEndpoint, member of their request. */
const requestHeaders = constrained([
  ['content-type', 'ContentType', 'contentType'],
  ['accept', 'Accept', 'accept'],
  ['x-amzn-sagemaker-custom-attributes', 'CustomAttributes', 'customAttributes'],
  ['x-amzn-sagemaker-inference-id', 'InferenceId', 'inferenceId'],
  ['x-amzn-sagemaker-session-id', 'SessionId', 'sessionId'],
]);

/** Headers that choose the variant, container or model that answers. */
const targetHeaders = constrained([
  ['x-amzn-sagemaker-target-variant', 'TargetVariant', 'targetVariant'],
  ['x-amzn-sagemaker-target-model', 'TargetModel', 'targetModel'],
  ['x-amzn-sagemaker-inference-component', 'InferenceComponentName', 'inferenceComponentName'],
  ['x-amzn-sagemaker-enable-explanations', 'EnableExplanations', 'enableExplanations'],
  ['x-amzn-sagemaker-target-container-hostname', 'TargetContainerHostname', 'targetContainerHostname'],
]);

interface HeaderMember<Header, Key> {
  readonly header: Header;
  readonly member: string;
  readonly key: Key;
  readonly constraint: Shape | undefined;
}

/** With the constraints of the service model. */
function constrained<const Header extends string, const Key extends string>(
  rows: readonly (readonly [Header, string, Key])[],
): readonly HeaderMember<Header, Key>[] {
  return rows.map(([header, member, key]) => {
    const shape = own(runtimeModel.shapes.InvokeEndpointInput?.members ?? {}, member)?.shape ?? '';
    return { header, member, key, constraint: own(runtimeModel.shapes, shape) };
  });
}

/**
 * An invocation of this endpoint with this body, by the headers of a request, which are checked as the service checks
 * them. Throws ValidationError.
 */
export function readInvocation(
  { request: { headers }, requestId }: Exchange,
  body: Buffer,
  { name, realm }: { readonly name: string; readonly realm: Realm },
): InvocationParts {
  const target: InvocationTarget = { realm, endpointName: name };
  const request: ContainerRequest = { body };
  readHeaders(headers, requestHeaders, request);
  readHeaders<string, (typeof targetHeaders)[number]['key']>(headers, targetHeaders, target);
  return { id: requestId, target, request };
}

function readHeaders<Header extends string, Key extends string>(
  headers: { readonly [Name in Header]?: string | string[] | undefined },
  members: readonly HeaderMember<Header, Key>[],
  target: { [Member in Key]?: string },
): void {
  for (const { header, member, key, constraint } of members) {
    const value = headers[header] as string | undefined;
    if (value === undefined) continue;
    checkHeader(member, value, constraint ?? {});
    target[key] = value;
  }
}

/** Throws ValidationError for a name that no endpoint can have. */
export function checkEndpointName(name: string): void {
  const constraint = runtimeModel.shapes.EndpointName;
  checkHeader('EndpointName', name, { ...constraint, min: 1 });
}

function checkHeader(
  member: string,
  value: string,
  { min, max, pattern }: { readonly min?: number; readonly max?: number; readonly pattern?: string },
): void {
  const isValid =
    value.length <= (max ?? Infinity) &&
    value.length >= (min ?? 0) &&
    (pattern === undefined || matchesPattern(pattern, value));
  if (isValid) return;
  const constraint =
    value.length > (max ?? Infinity)
      ? `Member must have length less than or equal to ${max}`
      : `Member must satisfy regular expression pattern: ${pattern}`;
  const shown = value.length > 256 ? `${value.slice(0, 256)}...` : value;
  throw new ServiceError(
    'ValidationError',
    `1 validation error detected: Value '${shown}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
