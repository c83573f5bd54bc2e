import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';
import { takeSnapshot } from './endpoint-snapshot.ts';
import type { Tag } from './stored-model.ts';
import { insertTags } from './tags.ts';

interface CreateEndpointInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly Tags?: readonly Tag[];
}

/** Answers at once; the chain is started in the background (status Creating). */
export async function createEndpoint(input: CreateEndpointInput, context: OperationContext): Promise<object> {
  const { EndpointName, EndpointConfigName: configName } = input;
  const name = qualify(context.realm, EndpointName);
  const arn = arnOf(context.realm, 'endpoint', EndpointName);
  const snapshot = await takeSnapshot(configName, context);
  const now = context.now();
  await context.store.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('endpoint')
      .values({
        name,
        name_lower: name.toLowerCase(),
        arn,
        status: 'Creating',
        failure_reason: null,
        creation_time: now,
        last_modified_time: now,
        config_name: configName,
        active: null,
        pending: JSON.stringify(snapshot),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n)
      throw validationException(`Cannot create already existing endpoint "${arn}".`);
    await insertTags(transaction, arn, input.Tags ?? []);
  });
  context.endpoints.begin(name);
  return { EndpointArn: arn };
}
