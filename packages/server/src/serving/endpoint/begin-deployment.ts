import type { Store } from '../../platform/store/store.ts';
import type { Deployment } from '../records/deployment.ts';
import type { DeploymentConfig } from '../records/deployment-config.ts';
import { type EndpointRecord, endpointRecords } from '../records/endpoint-record.ts';

export interface AskedDeployment {
  readonly deployment: Deployment;
  readonly deploymentConfig?: DeploymentConfig | undefined;
  /** Is written with it, or not at all. */
  readonly along?: (transaction: Store) => Promise<void>;
}

export interface DeploymentSurroundings {
  readonly store: Store;
  readonly endpoints: { reconcile(name: string): Promise<void> };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Writes what is to become of an endpoint, and begins to carry it out. False if the endpoint is in progress by now. */
export async function beginDeployment(
  record: EndpointRecord,
  { along, ...asked }: AskedDeployment,
  { store, endpoints, now }: DeploymentSurroundings,
): Promise<boolean> {
  const begin = async (db: Store) => {
    if (!(await endpointRecords.beginUpdate(db, record, { ...asked, now: now() }))) return false;
    await along?.(db);
    return true;
  };
  const isBegun = along === undefined ? await begin(store) : await store.transaction().execute(begin);
  if (isBegun) void endpoints.reconcile(record.name);
  return isBegun;
}
