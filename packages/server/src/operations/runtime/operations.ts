import { runtimeModel } from '../../contract/models.ts';
import { defineService } from '../service.ts';
import { invokeEndpoint } from './invoke-endpoint.ts';
import { invokeEndpointAsync } from './invoke-endpoint-async.ts';
import { invokeEndpointWithResponseStream } from './invoke-endpoint-with-response-stream.ts';

/** Predictions: the hot path. */
export const runtimeOperations = defineService(
  { signingName: 'sagemaker', callsAre: 'predictions', model: runtimeModel },
  {
    InvokeEndpoint: { run: invokeEndpoint, isHot: true },
    InvokeEndpointAsync: invokeEndpointAsync,
    InvokeEndpointWithResponseStream: invokeEndpointWithResponseStream,
  },
);
