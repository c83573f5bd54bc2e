import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import { type ApiClient, ApiError } from '../api-client.ts';
import type { ModelFlag } from '../model-flags.ts';
import { ifThere } from '../server/if-there.ts';
import { deploymentName } from './deployment-name.ts';
import { type PackedModel, packModel } from './pack-model.ts';

/** Archives of `catenary deploy` are kept here, a name for each content. */
const bucket = 'catenary-models';

/** A container of CreateModel, and what is said of it. */
export interface DeployedContainer {
  readonly Image: string;
  readonly ModelDataUrl: string;
  readonly Environment: Readonly<Record<string, string>>;
  readonly reason: string | undefined;
}

export interface Deployment {
  readonly containers: readonly DeployedContainer[];
  /** Name of the Model and of the EndpointConfig: the endpoint's, and a digest of what they say. */
  readonly name: string;
  /** Whether the endpoint is new, gets other models, or has these already. */
  readonly change: 'created' | 'updated' | 'unchanged';
}

/**
 * Uploads what lies here, and asks for the endpoint with these containers in their order; does not wait. Called again with the
 * same models, it changes nothing. Rejects with `CommandError`, and with `ApiError` for what the server refuses.
 */
export async function deployChain(
  client: ApiClient,
  endpoint: string,
  models: readonly ModelFlag[],
): Promise<Deployment> {
  // Asked first: a name that cannot be one is refused before anything is uploaded.
  const current = await findConfiguration(client, endpoint);
  const containers: DeployedContainer[] = [];
  for (const model of models) containers.push(await upload(client, model));
  const asked = containers.map(({ reason: _reason, ...container }) => container);
  const digest = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const name = deploymentName(endpoint, digest);
  if (current === name) return { containers, name, change: 'unchanged' };
  await unlessThere(client.operation('CreateModel', { ModelName: name, Containers: asked }));
  await unlessThere(
    client.operation('CreateEndpointConfig', {
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: name, InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
      ],
    }),
  );
  const isNew = current === undefined;
  await client.operation(isNew ? 'CreateEndpoint' : 'UpdateEndpoint', {
    EndpointName: endpoint,
    EndpointConfigName: name,
  });
  return { containers, name, change: isNew ? 'created' : 'updated' };
}

async function upload(client: ApiClient, model: ModelFlag): Promise<DeployedContainer> {
  const Environment = model.environment;
  if (parseS3Uri(model.path) !== undefined) {
    const { image, reason } = await imageOfStored(client, model);
    return { Image: image, ModelDataUrl: model.path, Environment, reason };
  }
  const packed = await packModel(model);
  return {
    Image: packed.image,
    ModelDataUrl: await put(client, packed, model.path),
    Environment,
    reason: packed.reason,
  };
}

async function imageOfStored(client: ApiClient, model: ModelFlag) {
  if (model.image !== undefined) return { image: model.image, reason: undefined };
  // Brings object stores, which models that lie here do not need.
  const { recogniseStored } = await import('./recognise-stored.ts');
  return recogniseStored(client, model);
}

async function put(client: ApiClient, { archive, digest }: PackedModel, path: string): Promise<string> {
  await client.send({ method: 'PUT', path: `/${bucket}`, service: 's3' });
  const plain = basename(path).replaceAll(/[^\w.-]/g, '-');
  const key = `${digest.slice(0, 16)}/${/\.(tar\.gz|tgz|tar|zip)$/.test(plain) ? plain : 'model.tar.gz'}`;
  await client.send({ method: 'PUT', path: `/${bucket}/${key}`, service: 's3', body: archive });
  return `s3://${bucket}/${key}`;
}

/** The configuration of an endpoint; undefined if there is no such endpoint. */
async function findConfiguration(client: ApiClient, endpoint: string): Promise<string | undefined> {
  const found = await ifThere(client.operation('DescribeEndpoint', { EndpointName: endpoint }));
  return found && String(found.EndpointConfigName);
}

/** A run before that was broken off has made it. */
async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiError && /already exist/i.test(error.message))) throw error;
  }
}
