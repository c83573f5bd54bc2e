import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { ResourceHead } from '../../serving/records/defined-records.ts';
import { type EndpointConfigRecord, endpointConfigRecords } from '../../serving/records/endpoint-config-record.ts';
import { type EndpointHead, type EndpointRecord, endpointRecords } from '../../serving/records/endpoint-record.ts';
import { type ModelRecord, modelRecords } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';

// Not found is a ValidationException with these words: waiters and SDKs depend on it. A head is the record without what
// it was made from.

export async function findModel(name: string, context: OperationContext): Promise<ModelRecord> {
  const found = await modelRecords.find(context.store, qualify(context.realm, name));
  return found ?? refuse(`model "${arnOf(context.realm, 'model', name)}"`);
}

export async function findModelHead(name: string, context: OperationContext): Promise<ResourceHead> {
  const found = await modelRecords.head(context.store, qualify(context.realm, name));
  return found ?? refuse(`model "${arnOf(context.realm, 'model', name)}"`);
}

export async function findEndpointConfig(name: string, context: OperationContext): Promise<EndpointConfigRecord> {
  const found = await endpointConfigRecords.find(context.store, qualify(context.realm, name));
  return found ?? refuse(`endpoint configuration "${arnOf(context.realm, 'endpoint-config', name)}"`);
}

export async function findEndpointConfigHead(name: string, context: OperationContext): Promise<ResourceHead> {
  const found = await endpointConfigRecords.head(context.store, qualify(context.realm, name));
  return found ?? refuse(`endpoint configuration "${arnOf(context.realm, 'endpoint-config', name)}"`);
}

export async function findEndpoint(name: string, context: OperationContext): Promise<EndpointRecord> {
  const found = await endpointRecords.find(context.store, qualify(context.realm, name));
  return found ?? refuse(`endpoint "${arnOf(context.realm, 'endpoint', name)}"`);
}

export async function findEndpointHead(name: string, context: OperationContext): Promise<EndpointHead> {
  const found = await endpointRecords.head(context.store, qualify(context.realm, name));
  return found ?? refuse(`endpoint "${arnOf(context.realm, 'endpoint', name)}"`);
}

function refuse(what: string): never {
  throw validationException(`Could not find ${what}.`);
}
