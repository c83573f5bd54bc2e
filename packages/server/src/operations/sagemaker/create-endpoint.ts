import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { DeploymentConfig } from '../../serving/records/deployment-config.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkDeploymentConfig } from './check-deployment-config.ts';
import { checkQuota } from './check-quota.ts';
import { insertTags } from './tags.ts';
import { takeSnapshot } from './take-snapshot.ts';

interface CreateEndpointInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  /** Kept for an update with RetainDeploymentConfig: there is nothing yet that it could replace. */
  readonly DeploymentConfig?: DeploymentConfig;
  readonly Tags?: readonly Tag[];
}

/** Answers at once; the chain is started in the background (status Creating). */
export async function createEndpoint(input: CreateEndpointInput, context: OperationContext): Promise<object> {
  const { EndpointName, EndpointConfigName: configName } = input;
  const name = qualify(context.realm, EndpointName);
  const arn = arnOf(context.realm, 'endpoint', EndpointName);
  const target = await takeSnapshot(configName, context);
  const { DeploymentConfig: deploymentConfig } = input;
  if (deploymentConfig !== undefined) checkDeploymentConfig(deploymentConfig, target);
  const deployment = { policy: 'all-at-once', target } as const;
  const record = { name, arn, deployment, deploymentConfig, createdAt: context.now() };
  await context.store.transaction().execute(async (transaction) => {
    if (!(await endpointRecords.insert(transaction, record)))
      throw validationException(`Cannot create already existing endpoint "${arn}".`);
    await checkQuota(transaction, 'endpoints', context);
    await insertTags(transaction, arn, input.Tags ?? []);
  });
  void context.endpoints.reconcile(name);
  return { EndpointArn: arn };
}
