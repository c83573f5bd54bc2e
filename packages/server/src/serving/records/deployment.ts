import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import { type EndpointSnapshot, endpointSnapshot } from './endpoint-snapshot.ts';
import { storedJson } from './stored-json.ts';

/** How a deployment is carried out, by name: the table `serving/endpoint/plan/policies.ts` has the rules. */
export type PolicyName = 'all-at-once' | 'resize';

/** A change of what an endpoint serves that has been asked for, and is not over. */
export interface Deployment {
  readonly policy: PolicyName;
  /** What is to be served in the end. */
  readonly target: EndpointSnapshot;
}

const deployment = (z: Zod): z.ZodType<Deployment> =>
  z.looseObject({ policy: z.enum(['all-at-once', 'resize']), target: endpointSnapshot(z) });

/** Version 1 was the target alone. */
export const deploymentJson = storedJson({
  what: 'deployment of endpoint',
  schema: deployment,
  upgrades: [(target) => ({ policy: 'all-at-once', target })],
});
