import { ServiceError } from '../../../contract/service-error.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** Refuses requests for what an endpoint does not have: a header that was accepted and ignored would mislead. */
export const admit: Wrapper<Invocation> = (next) => (invocation) => {
  const { endpointName, inferenceComponentName, enableExplanations } = invocation.target;
  if (inferenceComponentName !== undefined) throw lacks(endpointName, 'inference components', 'inference component');
  if (enableExplanations !== undefined) throw lacks(endpointName, 'explainer', 'enable explanations');
  return next(invocation);
};

const lacks = (endpointName: string, feature: string, header: string) =>
  new ServiceError('ValidationError', `Endpoint ${endpointName} has no ${feature}: leave out the ${header} header.`);
