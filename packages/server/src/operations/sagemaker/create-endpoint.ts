import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { insertTags } from './tags.ts';
import { takeSnapshot } from './take-snapshot.ts';

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
  const target = await takeSnapshot(configName, context);
  const record = { name, arn, deployment: { policy: 'all-at-once', target }, createdAt: context.now() } as const;
  await context.store.transaction().execute(async (transaction) => {
    if (!(await endpointRecords.insert(transaction, record)))
      throw validationException(`Cannot create already existing endpoint "${arn}".`);
    await insertTags(transaction, arn, input.Tags ?? []);
  });
  void context.endpoints.reconcile(name);
  return { EndpointArn: arn };
}
