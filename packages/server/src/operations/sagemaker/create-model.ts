import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { OperationContext } from '../operation-context.ts';
import { resolveContainers } from './resolve-containers.ts';
import type { CreateModelInput, StoredModel } from './stored-model.ts';
import { insertTags } from './tags.ts';

export async function createModel(input: CreateModelInput, context: OperationContext): Promise<object> {
  const arn = arnOf(context.realm, 'model', input.ModelName);
  const containers = await resolveContainers(input, context);
  const { Tags: tags, ...request } = input;
  const stored: StoredModel = { request, containers, mode: input.InferenceExecutionConfig?.Mode ?? 'Serial' };
  await context.store.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('model')
      .values({
        name: qualify(context.realm, input.ModelName),
        arn,
        creation_time: context.now(),
        definition: JSON.stringify(stored),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n)
      throw validationException(`Cannot create already existing model "${arn}".`);
    await insertTags(transaction, arn, tags ?? []);
  });
  return { ModelArn: arn };
}
