import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '../../src/entry/cli/api-client.ts';
import { root, until } from './start-server.ts';

export const example = (path: string) => join(root, 'examples/diamonds', path);
export const readExample = (path: string) => readFileSync(example(path));
export const golden = (path: string) => readFileSync(join(root, 'test/golden/chains', path));
export const linesOf = (bytes: Buffer) => bytes.toString().trimEnd().split('\n');

const images = {
  sparkml: 'sagemaker-sparkml-serving:3.3',
  xgboost: 'sagemaker-xgboost:3.2-0',
  sklearn: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
};
export type Part = keyof typeof images;

export const schema = () => readExample('sparkml/schema.json').toString();

/** A container of the diamonds chain, over the archive that `uploadDiamonds` stores. */
export const diamondsContainer = (part: Part) => ({
  Image: images[part],
  ModelDataUrl: `s3://diamonds/${part}.tar.gz`,
  Environment: part === 'sparkml' ? { SAGEMAKER_SPARKML_SCHEMA: schema() } : {},
});

/** Uploads parts of the diamonds chain, into the bucket `diamonds`. */
export async function uploadDiamonds(client: ApiClient, parts: readonly Part[]): Promise<void> {
  await client.send({ method: 'PUT', path: '/diamonds', service: 's3' });
  for (const part of parts) {
    await client.send({
      method: 'PUT',
      path: `/diamonds/${part}.tar.gz`,
      service: 's3',
      body: readExample(`${part}/model.tar.gz`),
    });
  }
}

/** Uploads the parts of the diamonds chain and makes a Model of them. */
export async function createDiamondsModel(client: ApiClient, name: string, parts: readonly Part[]): Promise<void> {
  await uploadDiamonds(client, parts);
  await client.operation('CreateModel', { ModelName: name, Containers: parts.map(diamondsContainer) });
}

export async function createEndpoint(client: ApiClient, name: string, modelName = name): Promise<string> {
  await client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: modelName }],
  });
  await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  return untilSettled(client, name);
}

/** The status that an endpoint ends up in: InService or Failed. */
export function untilSettled(client: ApiClient, name: string): Promise<string> {
  return until(async () => {
    const { EndpointStatus: status } = await client.operation('DescribeEndpoint', { EndpointName: name });
    return status === 'Creating' || status === 'Updating' ? undefined : String(status);
  });
}

/** One row, or several, through an endpoint; rejects with the server's message. */
export async function invoke(
  client: ApiClient,
  name: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await client.send({
    method: 'POST',
    path: `/endpoints/${name}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv', accept: 'text/csv', ...headers },
    body,
  });
  return answer.body.toString();
}
