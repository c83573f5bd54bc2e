import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { type EndpointHead, type EndpointRecord, endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { couldNotFind } from './could-not-find.ts';

export async function findEndpoint(name: string, context: OperationContext): Promise<EndpointRecord> {
  const found = await endpointRecords.find(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`endpoint "${arnOf(context.realm, 'endpoint', name)}"`);
}

/** The record without what it was made from. */
export async function findEndpointHead(name: string, context: OperationContext): Promise<EndpointHead> {
  const found = await endpointRecords.head(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`endpoint "${arnOf(context.realm, 'endpoint', name)}"`);
}
