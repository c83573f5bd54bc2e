import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { deploymentPrefix, isDeploymentOf } from '../deploy/deployment-name.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { printResult } from '../print-result.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect } from '../server/connect.ts';
import { ifThere } from '../server/if-there.ts';

const pollMs = 50;

/** `catenary delete`: an endpoint, and the configurations and models that `catenary deploy` made for it. */
export async function deleteEndpoint(flags: ServerFlags, name: string): Promise<void> {
  const client = await connect(flags);
  await askAbout(client, name, () => client.operation('DeleteEndpoint', { EndpointName: name }));
  while (await exists(client, name)) await sleep(pollMs);
  const made = await client.operation('ListEndpointConfigs', { NameContains: deploymentPrefix(name), MaxResults: 100 });
  for (const { EndpointConfigName } of made.EndpointConfigs as { EndpointConfigName: string }[]) {
    if (!isDeploymentOf(name, EndpointConfigName)) continue;
    await client.operation('DeleteEndpointConfig', { EndpointConfigName });
    await client.operation('DeleteModel', { ModelName: EndpointConfigName });
  }
  printResult(flags, { endpoint: name, deleted: true }, () => `endpoint ${name}: deleted`);
}

async function exists(client: ApiClient, name: string): Promise<boolean> {
  return (await ifThere(client.operation('DescribeEndpoint', { EndpointName: name }))) !== undefined;
}
