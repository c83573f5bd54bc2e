import type { ApiClient } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, createEndpoint, readExample, untilSettled } from '../support/diamonds.ts';
import { startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * A server with what the requests of the fuzz name: buckets, a model, endpoints that answer (one of them also
 * asynchronously, one with a shadow), a model package, rows to transform.
 */
export async function startFuzzServer(): Promise<TestServer> {
  const watch = new URL('watch-prototype.ts', import.meta.url).href;
  const server = await startTestServer({ env: { NODE_OPTIONS: `--import=${watch}`, CATENARY_LOG_LEVEL: 'error' } });
  const { client } = server;
  await createDiamondsModel(client, 'chain', ['xgboost']);
  await createEndpoint(client, 'live', 'chain');
  const rows = readExample('requests.csv').subarray(0, 2000);
  await client.send({ method: 'PUT', path: '/diamonds/in/rows.csv', service: 's3', body: rows });
  for (const bucket of ['bucket', 'other']) await client.send({ method: 'PUT', path: `/${bucket}`, service: 's3' });
  const output = { S3OutputPath: 's3://diamonds/async', S3FailurePath: 's3://diamonds/failed' };
  await createSpecialEndpoint(client, 'async', { AsyncInferenceConfig: { OutputConfig: output } });
  const shadow = { VariantName: 'shadow', ModelName: 'chain', InitialVariantWeight: 1 };
  await createSpecialEndpoint(client, 'shadowed', { ShadowProductionVariants: [shadow] });
  await client.operation('CreateModelPackageGroup', { ModelPackageGroupName: 'g1' });
  const container = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' };
  await client.operation('CreateModelPackage', {
    ModelPackageGroupName: 'g1',
    InferenceSpecification: {
      Containers: [container],
      SupportedContentTypes: ['text/csv'],
      SupportedResponseMIMETypes: ['text/csv'],
    },
  });
  return server;
}

async function createSpecialEndpoint(client: ApiClient, name: string, config: object): Promise<void> {
  await client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'chain' }],
    ...config,
  });
  await client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  await untilSettled(client, name);
}
