import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { type ModelRequest, modelRecords } from '../../serving/records/model-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkQuota } from './check-quota.ts';
import { resolveContainers } from './resolve-containers.ts';
import { insertTags } from './tags.ts';

type CreateModelInput = ModelRequest & { readonly Tags?: readonly Tag[] };

export async function createModel(input: CreateModelInput, context: OperationContext): Promise<object> {
  const arn = arnOf(context.realm, 'model', input.ModelName);
  const containers = await resolveContainers(input, context);
  const { Tags: tags, ...request } = input;
  const definition = { request, containers, mode: input.InferenceExecutionConfig?.Mode ?? 'Serial' };
  await context.store.transaction().execute(async (transaction) => {
    const record = { name: qualify(context.realm, input.ModelName), arn, createdAt: context.now(), definition };
    if (!(await modelRecords.insert(transaction, record)))
      throw validationException(`Cannot create already existing model "${arn}".`);
    await checkQuota(transaction, 'models', context);
    await insertTags(transaction, arn, tags ?? []);
  });
  return { ModelArn: arn };
}
