import type { ApiClient } from '../api-client.ts';
import { askAbout } from './ask-about.ts';

/** Names of containers, for what is named by one. */
export const containerNames = { ofEndpoint, ofJob };

/** Names of an endpoint's containers, in the order of its chain, each once. */
async function ofEndpoint(client: ApiClient, name: string): Promise<readonly string[]> {
  const { EndpointConfigName } = await askAbout(client, name, () =>
    client.operation('DescribeEndpoint', { EndpointName: name }),
  );
  const config = await client.operation('DescribeEndpointConfig', { EndpointConfigName });
  const variants = config.ProductionVariants as readonly { readonly ModelName: string }[];
  const names = await Promise.all(variants.map(({ ModelName }) => ofModel(client, ModelName)));
  return [...new Set(names.flat())];
}

/** Likewise of a transform job. */
async function ofJob(client: ApiClient, name: string): Promise<readonly string[]> {
  const { ModelName } = await client.operation('DescribeTransformJob', { TransformJobName: name });
  return ofModel(client, String(ModelName));
}

async function ofModel(client: ApiClient, name: string): Promise<string[]> {
  const { Containers } = await client.operation('DescribeModel', { ModelName: name });
  if (Containers === undefined) return ['primary'];
  const containers = Containers as readonly { readonly ContainerHostname?: string }[];
  return containers.map(({ ContainerHostname }, at) => ContainerHostname ?? `container-${at + 1}`);
}
