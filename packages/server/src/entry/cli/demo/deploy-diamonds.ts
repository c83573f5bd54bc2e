import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError } from '../api-client.ts';
import { waitForEndpoint } from '../deploy/wait-for-endpoint.ts';
import { bucket, containers, endpointName, readExample } from './example.ts';
import { stopwatch, write } from './write.ts';

/** Bucket, three archives, Model, EndpointConfig, Endpoint; waits for InService. Returns the endpoint's name. */
export async function deployDiamonds(client: ApiClient): Promise<string> {
  await forget(client);
  await client.send({ method: 'PUT', path: `/${bucket}`, service: 's3' });
  for (const { part } of containers) {
    await client.send({
      method: 'PUT',
      path: `/${bucket}/models/${part}/model.tar.gz`,
      service: 's3',
      body: readExample(`${part}/model.tar.gz`),
    });
  }
  write(`bucket ${bucket}: three genuine model.tar.gz uploaded`);
  await client.operation('CreateModel', {
    ModelName: endpointName,
    ExecutionRoleArn: 'arn:aws:iam::000000000000:role/none',
    Containers: containers.map(({ part, image, environment }) => ({
      Image: image,
      ModelDataUrl: `s3://${bucket}/models/${part}/model.tar.gz`,
      Environment: environment(),
    })),
  });
  await client.operation('CreateEndpointConfig', {
    EndpointConfigName: endpointName,
    ProductionVariants: [
      { VariantName: 'AllTraffic', ModelName: endpointName, InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
    ],
  });
  await client.operation('CreateEndpoint', { EndpointName: endpointName, EndpointConfigName: endpointName });
  await untilInService(client);
  return endpointName;
}

async function untilInService(client: ApiClient): Promise<void> {
  const elapsed = stopwatch();
  let hinted = false;
  await waitForEndpoint(client, endpointName, () => {
    if (hinted || Number.parseFloat(elapsed()) <= 3) return;
    hinted = true;
    write(
      '  the first run makes a Python environment with scikit-learn 1.9 for the third container; later runs have it',
    );
  });
  write(`endpoint ${endpointName}: InService after ${elapsed()} (SparkML -> XGBoost -> scikit-learn)`);
}

/** An earlier run's endpoint, configuration and model would be in the way. */
async function forget(client: ApiClient): Promise<void> {
  await ignoreMissing(client.operation('DeleteEndpoint', { EndpointName: endpointName }));
  for (;;) {
    const found = await ignoreMissing(client.operation('DescribeEndpoint', { EndpointName: endpointName }));
    if (found === undefined) break;
    await sleep(20);
    if (found.EndpointStatus !== 'Deleting')
      await ignoreMissing(client.operation('DeleteEndpoint', { EndpointName: endpointName }));
  }
  await ignoreMissing(client.operation('DeleteEndpointConfig', { EndpointConfigName: endpointName }));
  await ignoreMissing(client.operation('DeleteModel', { ModelName: endpointName }));
}

async function ignoreMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return undefined;
    throw error;
  }
}
