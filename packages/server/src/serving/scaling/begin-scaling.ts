import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import { beginDeployment, type DeploymentSurroundings } from '../endpoint/begin-deployment.ts';
import type { EndpointRecord } from '../records/endpoint-record.ts';
import { scalingActivityRecords } from '../records/scaling-activity-record.ts';
import type { ScalingRecord } from '../records/scaling-record.ts';
import type { ScalingDecision } from './decide.ts';
import { scalingWords } from './scaling-words.ts';

/** The variant that is scaled, and how many instances it has. */
export interface ScalingChange {
  readonly target: ScalingRecord;
  readonly endpoint: EndpointRecord;
  readonly variant: string;
  readonly from: number;
}

export interface ScalingSurroundings extends DeploymentSurroundings {
  readonly log: Pick<Logger, 'info'>;
  /** Throws if it is another server's to do so by now. */
  readonly fence?: (transaction: Store) => Promise<void>;
}

/**
 * Begins what UpdateEndpointWeightsAndCapacities would begin, and stores the activity in the same transaction; nothing if the
 * endpoint is in progress by now.
 */
export async function beginScaling(
  { capacity: to, cause }: ScalingDecision,
  { target, endpoint, variant, from }: ScalingChange,
  surroundings: ScalingSurroundings,
): Promise<void> {
  const { active } = endpoint;
  if (active === undefined) return;
  const { log, now, fence } = surroundings;
  const variants = active.variants.map((each) => (each.name === variant ? { ...each, instanceCount: to } : each));
  const along = async (transaction: Store) => {
    await fence?.(transaction);
    await scalingActivityRecords.add(transaction, target, {
      description: scalingWords.setCount(to),
      cause,
      status: 'InProgress',
      message: scalingWords.waiting(to),
      startedAt: now(),
      from,
      to,
    });
  };
  const deployment = { policy: 'resize', target: { ...active, variants } } as const;
  if (await beginDeployment(endpoint, { deployment, along }, surroundings))
    log.info({ endpoint: endpoint.name, variant, from, to, cause }, 'scaled');
}
