import { isDeepStrictEqual } from 'node:util';
import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { ApplicationDefinition } from './application-definition.ts';
import { findApplication } from './find-application.ts';
import { tokenId } from './token-id.ts';

/** An application is a name with a configuration: its runs go to the server's Spark. */
export async function createApplication(input: ApplicationDefinition, context: OperationContext): Promise<object> {
  if (input.type.toUpperCase() !== 'SPARK')
    throw validationException(`Applications of this server are of type SPARK: type is ${input.type}.`);
  const { realm, store, now } = context;
  const id = tokenId(realm.account, realm.region, input.clientToken);
  const arn = `arn:aws:emr-serverless:${realm.region}:${realm.account}:/applications/${id}`;
  const record = {
    kind: 'emr-application' as const,
    name: qualify(realm, id),
    arn,
    createdAt: now(),
    modifiedAt: now(),
    definition: { ...input, type: 'SPARK', state: 'CREATED' },
  };
  if (!(await sparkResourceRecords.insert(store, record))) {
    const { state: _state, ...before } = (await findApplication(id, context)).application;
    if (!isDeepStrictEqual(before, { ...input, type: 'SPARK' }))
      throw new ServiceError('ConflictException', 'clientToken was used for an application with other members.');
  }
  return { applicationId: id, arn, ...present({ name: input.name }) };
}
