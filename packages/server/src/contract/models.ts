import logs from './model/logs.json' with { type: 'json' };
import runtime from './model/sagemaker-runtime.json' with { type: 'json' };
import sagemaker from './model/sagemaker.json' with { type: 'json' };
import type { ServiceModel } from './shape.ts';

/** `sagemaker`: the control plane, AWS JSON 1.1. */
export const sagemakerModel = sagemaker as unknown as ServiceModel;

/** `sagemaker-runtime`: InvokeEndpoint, REST-JSON. */
export const runtimeModel = runtime as unknown as ServiceModel;

/** `logs`: what CloudWatch Logs' API reads, AWS JSON 1.1. */
export const logsModel = logs as unknown as ServiceModel;
