import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import { type DeploymentConfig, deploymentConfig } from './deployment-config.ts';
import { type EndpointSnapshot, endpointSnapshot } from './endpoint-snapshot.ts';
import { storedJson } from './stored-json.ts';

const policyNames = ['all-at-once', 'resize', 'watched-all-at-once', 'canary', 'linear', 'rolling'] as const;

/** How a deployment is carried out, by name: the table `serving/endpoint/plan/policies.ts` has the rules. */
export type PolicyName = (typeof policyNames)[number];

/** How far a deployment in steps has come. What the steps are follows from `config` and the fleets. Times: milliseconds since 1970. */
export interface Rollout {
  readonly config: DeploymentConfig;
  readonly startedAt: number;
  /** The step that every server brings about, 0-based, and since when. */
  readonly step: number;
  readonly since: number;
  /** It goes back: `step` counts the steps back from the step `from`, which it had reached. */
  readonly rollback?: { readonly reason: string; readonly from: number };
}

/** A change of what an endpoint serves that has been asked for, and is not over. */
export interface Deployment {
  readonly policy: PolicyName;
  /** What is to be served in the end. */
  readonly target: EndpointSnapshot;
  /** Of policies that go in steps. */
  readonly rollout?: Rollout;
}

const rollout = (z: Zod): z.ZodType<Rollout> =>
  z.looseObject({
    config: deploymentConfig(z),
    startedAt: z.number(),
    step: z.number(),
    since: z.number(),
    rollback: z.looseObject({ reason: z.string(), from: z.number() }).exactOptional(),
  });

const deployment = (z: Zod): z.ZodType<Deployment> =>
  z.looseObject({
    policy: z.enum(policyNames),
    target: endpointSnapshot(z),
    rollout: rollout(z).exactOptional(),
  });

/** Version 1 was the target alone, version 2 had no rollouts. */
export const deploymentJson = storedJson({
  what: 'deployment of endpoint',
  schema: deployment,
  upgrades: [(target) => ({ policy: 'all-at-once', target }), (value) => value],
});
