import type { Realm } from '../../contract/arn.ts';
import type { ContainerRequest } from '../../serving/container/payload.ts';
import type { InvocationParts, InvocationTarget } from '../../serving/invocation/invocation.ts';

/** Members that are passed on to containers, and what their request calls them. */
const requestMembers = [
  ['ContentType', 'contentType'],
  ['Accept', 'accept'],
  ['CustomAttributes', 'customAttributes'],
  ['InferenceId', 'inferenceId'],
  ['SessionId', 'sessionId'],
  ['Traceparent', 'traceparent'],
] as const;

/** Members that choose the variant, container or model that answers. */
const targetMembers = [
  ['TargetVariant', 'targetVariant'],
  ['TargetModel', 'targetModel'],
  ['InferenceComponentName', 'inferenceComponentName'],
  ['EnableExplanations', 'enableExplanations'],
  ['TargetContainerHostname', 'targetContainerHostname'],
] as const;

type OptionalMember = (typeof requestMembers)[number][0] | (typeof targetMembers)[number][0];

/** InvokeEndpointInput of the model. */
export type InvokeEndpointInput = { readonly EndpointName: string; readonly Body: Buffer } & {
  readonly [Member in OptionalMember]?: string;
};

/** An invocation out of the input of InvokeEndpoint; `id` names it in messages and logs. */
export function readInvocation(input: InvokeEndpointInput, realm: Realm, id: string): InvocationParts {
  const target: InvocationTarget = { realm, endpointName: input.EndpointName };
  const request: ContainerRequest = { body: input.Body, requestId: id };
  take(input, requestMembers, request);
  take(input, targetMembers, target);
  return { id, target, request };
}

function take<Name extends string, Key extends string>(
  input: { readonly [Member in Name]?: string },
  names: readonly (readonly [Name, Key])[],
  into: { [Member in Key]?: string },
): void {
  for (const [name, key] of names) {
    const value = input[name];
    if (value !== undefined) into[key] = value;
  }
}
