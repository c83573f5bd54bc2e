import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError } from '../api-client.ts';
import { connect, type ServerFlags } from '../server/connect.ts';
import { askAbout } from '../server/ask-about.ts';

const pollMs = 50;

/** `catenary delete`: an endpoint, and the configurations and models that `catenary deploy` made for it. */
export async function deleteEndpoint(flags: ServerFlags, name: string): Promise<void> {
  const client = await connect(flags);
  await askAbout(client, name, () => client.operation('DeleteEndpoint', { EndpointName: name }));
  while (await exists(client, name)) await sleep(pollMs);
  const made = await client.operation('ListEndpointConfigs', { NameContains: name.slice(0, 54), MaxResults: 100 });
  for (const { EndpointConfigName } of made.EndpointConfigs as { EndpointConfigName: string }[]) {
    if (!isDeployed(EndpointConfigName, name)) continue;
    await client.operation('DeleteEndpointConfig', { EndpointConfigName });
    await client.operation('DeleteModel', { ModelName: EndpointConfigName });
  }
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ endpoint: name, deleted: true })}\n`);
  else process.stdout.write(`endpoint ${name}: deleted\n`);
}

/** Whether it is a name that `catenary deploy` gives: the endpoint's, and eight hexadecimal digits. */
const isDeployed = (configuration: string, endpoint: string) =>
  configuration.length === Math.min(endpoint.length, 54) + 9 &&
  configuration.startsWith(`${endpoint.slice(0, 54)}-`) &&
  /-[0-9a-f]{8}$/.test(configuration);

async function exists(client: ApiClient, name: string): Promise<boolean> {
  try {
    await client.operation('DescribeEndpoint', { EndpointName: name });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return false;
    throw error;
  }
}
