import { present } from '@catenary/scoring/internal/values';
import type { RolloutStep } from '../../serving/endpoint/plan/rollout-step.ts';
import { scaledSnapshot } from '../../serving/endpoint/plan/scaled-snapshot.ts';
import { stepOf } from '../../serving/endpoint/plan/step-of.ts';
import type { EndpointRecord } from '../../serving/records/endpoint-record.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import { epochSeconds } from './epoch-seconds.ts';

interface Fleets {
  /** ProductionVariants: what serves, and what it is to become if only its numbers change. */
  readonly variants: readonly object[] | undefined;
  /** PendingDeploymentSummary: what is to replace it. */
  readonly pending: object | undefined;
  /** ShadowProductionVariants. */
  readonly shadows: readonly object[] | undefined;
}

/** What an endpoint serves and is about to, as DescribeEndpoint has it. */
export function describeFleets(record: EndpointRecord): Fleets {
  const { active, createdAt, modifiedAt, status } = record;
  const isChanging = status === 'Updating' || status === 'UpdateRollbackFailed';
  const deployment = isChanging ? record.deployment : undefined;
  const step = deployment === undefined ? undefined : stepOf(record);
  const since = deployment?.rollout?.since ?? modifiedAt;
  const isResize = deployment?.policy === 'resize';
  const current = active === undefined ? undefined : scaledSnapshot(active, step?.active ?? 100);
  const desired = isResize ? deployment.target : active;
  return {
    variants: current?.variants.map((variant, at) => ({
      ...summarize(variant, desired?.variants[at] ?? variant, createdAt),
      ...present({ VariantStatus: statusOf(activeStatus(step, isResize), since) }),
    })),
    shadows: active?.shadow === undefined ? undefined : [summarize(active.shadow, active.shadow, createdAt)],
    pending:
      deployment === undefined || isResize
        ? undefined
        : summarizePending(deployment.target, { step, since, startTime: deployment.rollout?.startedAt ?? modifiedAt }),
  };
}

/** What serves is touched when its instances are, and when it goes. */
function activeStatus(step: RolloutStep | undefined, isResize: boolean): string | undefined {
  if (isResize) return 'Updating';
  return step?.status === 'Deleting' || step?.status === 'Updating' ? step.status : undefined;
}

const statusOf = (status: string | undefined, since: number) =>
  status === undefined ? undefined : [{ Status: status, StartTime: epochSeconds(since) }];

function summarize(variant: VariantSnapshot, desired: VariantSnapshot, resolvedAt: number): object {
  return {
    VariantName: variant.name,
    DeployedImages: variant.containers.map(({ image }) => ({
      SpecifiedImage: image,
      ResolvedImage: image,
      ResolutionTime: epochSeconds(resolvedAt),
    })),
    CurrentWeight: variant.weight,
    DesiredWeight: desired.weight,
    ...capacityOf(variant, desired),
    ...present({ ManagedInstanceScaling: variant.managedScaling, RoutingConfig: routingConfig(variant) }),
  };
}

/** Serverless variants have no instances. */
const capacityOf = (variant: VariantSnapshot, desired: VariantSnapshot): object =>
  variant.serverless === undefined
    ? { CurrentInstanceCount: variant.instanceCount, DesiredInstanceCount: desired.instanceCount }
    : { CurrentServerlessConfig: variant.serverless, DesiredServerlessConfig: desired.serverless };

interface Pending {
  readonly step: RolloutStep | undefined;
  /** Of the step, milliseconds since 1970. */
  readonly since: number;
  readonly startTime: number;
}

function summarizePending(target: EndpointSnapshot, { step, since, startTime }: Pending): object {
  const hasRequests = step !== undefined && step.traffic > 0;
  const started = scaledSnapshot(target, step?.target ?? 100);
  // As long as it is being started there is nothing of it.
  const isThere = step !== undefined && (step.status !== 'Creating' || hasRequests);
  const status = statusOf(step === undefined ? 'Creating' : pendingStatus(step), since);
  return {
    EndpointConfigName: target.configName,
    ProductionVariants: target.variants.map((variant, at) => ({
      VariantName: variant.name,
      ...present({
        CurrentWeight: hasRequests ? variant.weight : undefined,
        CurrentInstanceCount:
          isThere && variant.serverless === undefined ? started.variants[at]?.instanceCount : undefined,
        CurrentServerlessConfig: isThere ? variant.serverless : undefined,
      }),
      ...summarizeDesired(variant),
      ...present({ VariantStatus: status }),
    })),
    ...present({
      ShadowProductionVariants: target.shadow && [
        { VariantName: target.shadow.name, ...summarizeDesired(target.shadow) },
      ],
    }),
    StartTime: epochSeconds(startTime),
  };
}

const summarizeDesired = (variant: VariantSnapshot) => ({
  DesiredWeight: variant.weight,
  ...present({
    DesiredInstanceCount: variant.serverless === undefined ? variant.instanceCount : undefined,
    DesiredServerlessConfig: variant.serverless,
    InstanceType: variant.instanceType,
    ManagedInstanceScaling: variant.managedScaling,
    RoutingConfig: routingConfig(variant),
  }),
});

const pendingStatus = ({ status }: RolloutStep) =>
  status === 'Deleting' || status === 'Updating' ? undefined : status;

const routingConfig = ({ routing }: VariantSnapshot) =>
  routing === undefined ? undefined : { RoutingStrategy: routing };
