import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { makeTar } from '../../../packages/server/test/platform/artifact/make-tar.ts';

export const put = (client: ApiClient, path: string, body: Buffer | string) =>
  client.send({ method: 'PUT', path, service: 's3', body });

/** Stores the archive of a function, of one module, and gives the container that runs it. */
export async function putFunction(client: ApiClient, path: string, module: { name: string; content: Buffer }) {
  await put(client, path, gzipSync(makeTar([module])));
  return { Image: 'catenary-function:1', ModelDataUrl: `s3:/${path}` };
}

/**
 * Makes a model of containers and begins to start an endpoint of it, all of one name. Gives the time at which the start was asked
 * for, milliseconds of `performance.now()`.
 */
export async function createEndpoint(client: ApiClient, name: string, containers: readonly object[]): Promise<number> {
  await client.operation('CreateModel', { ModelName: name, Containers: containers });
  const variants = [{ VariantName: 'v', ModelName: name }];
  await client.operation('CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants: variants });
  const since = performance.now();
  await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  return since;
}

/** Waits for the end of its start; why it failed, undefined if it did not. */
export async function failureOf(client: ApiClient, name: string): Promise<string | undefined> {
  for (;;) {
    const { EndpointStatus: status, FailureReason: reason } = await client.operation('DescribeEndpoint', {
      EndpointName: name,
    });
    if (status === 'InService') return undefined;
    if (status === 'Failed') return String(reason);
    await sleep(20);
  }
}

/** The same, until it is in service. Gives the milliseconds of its start. @throws Error with the reason for which it failed */
export async function deploy(client: ApiClient, name: string, containers: readonly object[]): Promise<number> {
  const since = await createEndpoint(client, name, containers);
  const failure = await failureOf(client, name);
  if (failure !== undefined) throw new Error(failure);
  return performance.now() - since;
}

export const invoke = (client: ApiClient, endpoint: string, body: Buffer | string, contentType = 'text/csv') =>
  client.send({
    method: 'POST',
    path: `/endpoints/${endpoint}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': contentType },
    body,
  });
