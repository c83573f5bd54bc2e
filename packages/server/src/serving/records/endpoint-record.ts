import { present } from '@catenary/scoring/internal/values';
import type { EndpointStatus } from '../../contract/statuses.ts';
import { countRows } from '../../platform/store/count-rows.ts';
import type { Lease } from '../../platform/store/lease.ts';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { EndpointRow } from '../../platform/store/tables.ts';
import type { ResourceHead } from './defined-records.ts';
import { type Deployment, deploymentJson, type Rollout } from './deployment.ts';
import { type DeploymentConfig, deploymentConfigJson } from './deployment-config.ts';
import { type EndpointSnapshot, snapshotJson } from './endpoint-snapshot.ts';
import { hasArn } from './has-arn.ts';
import { statuses } from './statuses.ts';

/** What shows whether an endpoint has changed. Times are milliseconds since 1970. */
export interface EndpointState {
  readonly name: string;
  readonly status: EndpointStatus;
  readonly modifiedAt: number;
}

/** An endpoint without what it serves. */
export interface EndpointHead extends ResourceHead, EndpointState {
  readonly failureReason?: string;
  readonly configName: string;
}

export interface EndpointRecord extends EndpointHead {
  /** What it serves; absent until it is InService for the first time. */
  readonly active?: EndpointSnapshot;
  /** The change that is under way. */
  readonly deployment?: Deployment;
  /** `active` as the store has it: new weights are written over this, or not at all. */
  readonly activeText: string | null;
  /** How the last update was to be rolled out, if it said so. */
  readonly deploymentConfig?: DeploymentConfig;
}

/** How a change ended, as the holder of the endpoint's lease writes it. Absent members stay as they are. */
export interface EndpointOutcome {
  readonly status: 'InService' | 'Failed';
  readonly failureReason: string | null;
  readonly active?: EndpointSnapshot;
}

const headColumns = [
  'name',
  'arn',
  'status',
  'failure_reason',
  'creation_time',
  'last_modified_time',
  'config_name',
] as const;

/** The rows of the table of endpoints. `db` is the store, or a transaction; `now` milliseconds since 1970. */
export const endpointRecords = {
  /** Creates it with what is to be deployed. False if there is one of that name, whatever its case. */
  async insert(
    db: Store,
    {
      name,
      arn,
      createdAt,
      deployment,
      deploymentConfig,
    }: ResourceHead & Pick<Change, 'deployment' | 'deploymentConfig'>,
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('endpoint')
      .values({
        name,
        name_lower: name.toLowerCase(),
        arn,
        status: 'Creating' satisfies EndpointStatus,
        failure_reason: null,
        creation_time: createdAt,
        last_modified_time: createdAt,
        config_name: deployment.target.configName,
        active: null,
        pending: deploymentJson.encode(deployment),
        deployment_config: configText(deploymentConfig),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async count(db: Store): Promise<number> {
    return countRows(db.selectFrom('endpoint'));
  },

  async find(db: Store, name: string): Promise<EndpointRecord | undefined> {
    const row = await db.selectFrom('endpoint').selectAll().where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : decode(row);
  },

  /** The same without its snapshots, which may then be some that cannot be read. */
  async head(db: Store, name: string): Promise<EndpointHead | undefined> {
    const row = await db.selectFrom('endpoint').select(headColumns).where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : headOf(row);
  },

  /** Those of a listing; without one, all. */
  async list(db: Store, listing?: Listing): Promise<EndpointHead[]> {
    const heads = db.selectFrom('endpoint').select(headColumns);
    return (await listed(heads, listing, { modified: 'last_modified_time' }).execute()).map(headOf);
  },

  async states(db: Store): Promise<EndpointState[]> {
    const rows = await db.selectFrom('endpoint').select(['name', 'status', 'last_modified_time']).execute();
    return rows.map(stateOf);
  },

  hasArn: (db: Store, arn: string): Promise<boolean> => hasArn(db, 'endpoint', arn),

  /** Everything that endpoints serve or are about to. */
  async snapshots(db: Store): Promise<EndpointSnapshot[]> {
    const rows = await db.selectFrom('endpoint').select(['name', 'active', 'pending']).execute();
    return rows.flatMap(({ name, active, pending }) => [
      ...(active === null ? [] : [snapshotJson.decode(active, name)]),
      ...(pending === null ? [] : [deploymentJson.decode(pending, name).target]),
    ]);
  },

  /** Moves it to Updating. False if its status is another by now. */
  async beginUpdate(db: Store, record: EndpointHead, change: Change): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('endpoint')
      .set({
        status: 'Updating' satisfies EndpointStatus,
        failure_reason: null,
        last_modified_time: change.now,
        pending: deploymentJson.encode(change.deployment),
        ...present({
          deployment_config: change.deployment.policy === 'resize' ? undefined : configText(change.deploymentConfig),
        }),
      })
      .where('name', '=', record.name)
      .where('status', '=', record.status)
      .executeTakeFirst();
    return count > 0n;
  },

  /**
   * Writes the step that a rollout has come to, as the holder of the lease. False if the endpoint is not in that step any
   * more: it was deleted, or another server went on. Throws `LeaseLostError` if the lease is another's.
   */
  async advance(db: Store, record: EndpointRecord, { rollout, halted, lease, now }: Progress): Promise<boolean> {
    const { deployment } = record;
    if (deployment === undefined) return false;
    const values = {
      pending: deploymentJson.encode({ ...deployment, rollout }),
      // Later than before even within a millisecond: it is how others see that the row has changed.
      last_modified_time: Math.max(now, record.modifiedAt + 1),
      ...present({
        status: halted === undefined ? undefined : ('UpdateRollbackFailed' satisfies EndpointStatus),
        failure_reason: halted,
      }),
    };
    return writeFenced(db, record, { values, from: ['Updating'], modifiedAt: record.modifiedAt, lease });
  },

  /** Changes what is served in weights and counts alone. False if its status or what it serves is another by now. */
  async changeActive(db: Store, record: EndpointRecord, change: Active): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('endpoint')
      .set({ active: snapshotJson.encode(change.active), last_modified_time: change.now })
      .where('name', '=', record.name)
      .where('status', '=', record.status)
      .where('active', '=', record.activeText)
      .executeTakeFirst();
    return count > 0n;
  },

  /** Moves it to Deleting. False if its status does not allow that (`statuses`): it is Deleting already. */
  async beginDelete(db: Store, name: string, now: number): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('endpoint')
      .set({ status: 'Deleting' satisfies EndpointStatus, last_modified_time: now })
      .where('name', '=', name)
      .where('status', 'in', statuses.endpoint.sourcesOf('Deleting'))
      .executeTakeFirst();
    return count > 0n;
  },

  /**
   * Writes how a change ended, as the holder of the lease; no deployment is under way any more. False if its status
   * does not allow that (`statuses`): it has been deleted meanwhile, even if there is another of its name now. Throws
   * `LeaseLostError` if the lease is another's.
   */
  async settle(db: Store, record: EndpointHead, { outcome, lease, now }: Settlement): Promise<boolean> {
    const values = {
      status: outcome.status,
      failure_reason: outcome.failureReason,
      pending: null,
      last_modified_time: now,
      ...present({
        active: outcome.active === undefined ? undefined : snapshotJson.encode(outcome.active),
        config_name: outcome.active?.configName,
      }),
    };
    return writeFenced(db, record, { values, from: statuses.endpoint.sourcesOf(outcome.status), lease });
  },

  /** Forgets an endpoint that is being deleted. */
  async remove(db: Store, name: string): Promise<void> {
    await db.deleteFrom('endpoint').where('name', '=', name).where('status', '=', 'Deleting').execute();
  },
};

interface Change {
  readonly deployment: Deployment;
  readonly deploymentConfig?: DeploymentConfig | undefined;
  readonly now: number;
}

const configText = (config: DeploymentConfig | undefined) =>
  config === undefined ? null : deploymentConfigJson.encode(config);

/** The step that a rollout has come to, and who writes that. */
export interface Progress {
  readonly rollout: Rollout;
  /** Why it stays where it is: the endpoint becomes UpdateRollbackFailed. */
  readonly halted?: string;
  readonly lease: Lease;
  readonly now: number;
}

interface Active {
  readonly active: EndpointSnapshot;
  readonly now: number;
}

/** How a change ended, and who writes that. */
export interface Settlement {
  readonly outcome: EndpointOutcome;
  readonly lease: Lease;
  readonly now: number;
}

interface FencedWrite {
  readonly values: Partial<EndpointRow>;
  /** Statuses that it is written over. */
  readonly from: readonly EndpointStatus[];
  /** The last change, if it is written over no other; milliseconds since 1970. */
  readonly modifiedAt?: number;
  readonly lease: Lease;
}

/** Writes to this endpoint, and to no other of its name. False if its row is none of those that it is written over. */
async function writeFenced(
  db: Store,
  { name, createdAt }: EndpointHead,
  { values, from, modifiedAt, lease }: FencedWrite,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    await lease.fence(transaction);
    const { numUpdatedRows: count } = await transaction
      .updateTable('endpoint')
      .set(values)
      .where('name', '=', name)
      .where('creation_time', '=', createdAt)
      .where('status', 'in', from)
      .$if(modifiedAt !== undefined, (query) => query.where('last_modified_time', '=', modifiedAt as number))
      .executeTakeFirst();
    return count > 0n;
  });
}

function decode(row: EndpointRow): EndpointRecord {
  const { name, active, pending, deployment_config: config } = row;
  return {
    ...headOf(row),
    activeText: active,
    ...present({
      active: active === null ? undefined : snapshotJson.decode(active, name),
      deployment: pending === null ? undefined : deploymentJson.decode(pending, name),
      deploymentConfig: config === null ? undefined : deploymentConfigJson.decode(config, name),
    }),
  };
}

function headOf(row: Pick<EndpointRow, (typeof headColumns)[number]>): EndpointHead {
  return {
    ...stateOf(row),
    arn: row.arn,
    createdAt: row.creation_time,
    configName: row.config_name,
    ...present({ failureReason: row.failure_reason ?? undefined }),
  };
}

function stateOf(row: Pick<EndpointRow, 'name' | 'status' | 'last_modified_time'>): EndpointState {
  return { name: row.name, status: row.status as EndpointStatus, modifiedAt: row.last_modified_time };
}
