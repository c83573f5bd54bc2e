import { randomUUID } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { wrongType } from '../../serving/invocation/handlers/inference-type.ts';
import type { AsyncInferenceConfig } from '../../serving/records/async-inference-config.ts';
import type { OperationContext } from '../operation-context.ts';
import { endpointNotFound } from './endpoint-not-found.ts';
import { resultLocations } from './result-locations.ts';

/** InvokeEndpointAsyncInput of the model. */
export interface InvokeEndpointAsyncInput {
  readonly EndpointName: string;
  readonly InputLocation: string;
  readonly ContentType?: string;
  readonly Accept?: string;
  readonly CustomAttributes?: string;
  readonly InferenceId?: string;
  readonly RequestTTLSeconds?: number;
  readonly InvocationTimeoutSeconds?: number;
  readonly S3OutputPathExtension?: string;
  readonly Filename?: string;
}

/** The times that a request gets, seconds (SageMaker Runtime API reference, InvokeEndpointAsync). */
const usualTtl = 21_600;
const usualTimeout = 900;

/** Puts a request into the queue; it is answered when its turn comes, into S3. */
export async function invokeEndpointAsync(input: InvokeEndpointAsyncInput, context: OperationContext): Promise<object> {
  const { EndpointName, InputLocation: inputLocation } = input;
  const endpoint = await context.directory.findIn(context.realm.region, EndpointName);
  if (endpoint === undefined) throw endpointNotFound(EndpointName, context.realm);
  const config: AsyncInferenceConfig | undefined = endpoint.snapshot.asyncInference;
  if (config === undefined) throw wrongType(EndpointName, 'REAL_TIME');
  if ((parseS3Uri(inputLocation)?.key ?? '') === '')
    throw new ServiceError(
      'ValidationError',
      `InputLocation must be the s3:// address of an object, not ${inputLocation}.`,
    );
  const id = randomUUID();
  const inferenceId = input.InferenceId ?? randomUUID();
  const locations = resultLocations(id, config, input);
  const createdAt = context.now();
  await context.asyncInference.accept({
    id,
    endpoint: endpoint.name,
    createdAt,
    expiresAt: createdAt + (input.RequestTTLSeconds ?? usualTtl) * 1000,
    earlierTries: 0,
    request: {
      realm: context.realm,
      inferenceId,
      inputLocation,
      ...locations,
      ...present({ contentType: input.ContentType, accept: input.Accept, customAttributes: input.CustomAttributes }),
      invocationTimeout: input.InvocationTimeoutSeconds ?? usualTimeout,
    },
  });
  return {
    InferenceId: inferenceId,
    OutputLocation: locations.outputLocation,
    FailureLocation: locations.failureLocation,
  };
}
