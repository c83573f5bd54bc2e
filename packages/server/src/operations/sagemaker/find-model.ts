import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { ResourceHead } from '../../serving/records/defined-records.ts';
import { type ModelRecord, modelRecords } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { couldNotFind } from './could-not-find.ts';

export async function findModel(name: string, context: OperationContext): Promise<ModelRecord> {
  const found = await modelRecords.find(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`model "${arnOf(context.realm, 'model', name)}"`);
}

/** The record without what it was made from. */
export async function findModelHead(name: string, context: OperationContext): Promise<ResourceHead> {
  const found = await modelRecords.head(context.store, qualify(context.realm, name));
  return found ?? couldNotFind(`model "${arnOf(context.realm, 'model', name)}"`);
}
