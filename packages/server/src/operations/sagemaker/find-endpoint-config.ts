import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { ResourceHead } from '../../serving/records/defined-records.ts';
import { type EndpointConfigRecord, endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { couldNotFind } from './could-not-find.ts';

export async function findEndpointConfig(name: string, context: OperationContext): Promise<EndpointConfigRecord> {
  const found = await endpointConfigRecords.find(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`endpoint configuration "${arnOf(context.realm, 'endpoint-config', name)}"`);
}

/** The record without what it was made from. */
export async function findEndpointConfigHead(name: string, context: OperationContext): Promise<ResourceHead> {
  const found = await endpointConfigRecords.head(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`endpoint configuration "${arnOf(context.realm, 'endpoint-config', name)}"`);
}
