import applicationAutoscaling from './model/application-autoscaling.json' with { type: 'json' };
import catenary from './model/catenary.json' with { type: 'json' };
import cloudwatch from './model/cloudwatch.json' with { type: 'json' };
import emr from './model/emr.json' with { type: 'json' };
import emrServerless from './model/emr-serverless.json' with { type: 'json' };
import glue from './model/glue.json' with { type: 'json' };
import iam from './model/iam.json' with { type: 'json' };
import logs from './model/logs.json' with { type: 'json' };
import sagemaker from './model/sagemaker.json' with { type: 'json' };
import runtime from './model/sagemaker-runtime.json' with { type: 'json' };
import sts from './model/sts.json' with { type: 'json' };
import type { ServiceModel, Shape } from './shape.ts';

/** `sagemaker`: the control plane, AWS JSON 1.1. */
export const sagemakerModel = sagemaker as unknown as ServiceModel;

/** `sagemaker-runtime`: InvokeEndpoint, REST-JSON; with the header of traces, which the service passes over. */
export const runtimeModel = withTraceparent(runtime as unknown as ServiceModel);

/** `logs`: what CloudWatch Logs' API reads, AWS JSON 1.1. */
export const logsModel = logs as unknown as ServiceModel;

/** `cloudwatch`: metrics, in CBOR, AWS JSON 1.0 and AWS Query. */
export const cloudwatchModel = cloudwatch as unknown as ServiceModel;

/** `application-autoscaling`: how variants are to be scaled, AWS JSON 1.1. */
export const applicationAutoscalingModel = applicationAutoscaling as unknown as ServiceModel;

/** `glue`: jobs of Spark and their runs, AWS JSON 1.1. */
export const glueModel = glue as unknown as ServiceModel;

/** `elasticmapreduce`: clusters of EMR and their steps, AWS JSON 1.1. */
export const emrModel = emr as unknown as ServiceModel;

/** `emr-serverless`: applications of EMR Serverless and their runs, REST-JSON. */
export const emrServerlessModel = emrServerless as unknown as ServiceModel;

/** `sts`: who a caller is, AWS Query. */
export const stsModel = sts as unknown as ServiceModel;

/** `iam`: what SDKs ask about roles, AWS Query. */
export const iamModel = iam as unknown as ServiceModel;

/**
 * `catenary`: what this server reports of itself, REST-JSON. Written by hand; a trace takes the request of
 * InvokeEndpoint, so its shapes are those of `sagemaker-runtime`.
 */
export const catenaryModel = {
  ...catenary,
  shapes: { ...runtimeModel.shapes, ...catenary.shapes },
} as unknown as ServiceModel;

/** W3C Trace Context: a request may say which trace it is part of, and its answer says it again. */
function withTraceparent(model: ServiceModel): ServiceModel {
  const member = { shape: 'Header', location: 'header', locationName: 'traceparent' } as const;
  const shapes = Object.entries(model.shapes).map(([name, shape]): [string, Shape] => [
    name,
    /^InvokeEndpoint(?:WithResponseStream)?(?:Input|Output)$/.test(name)
      ? { ...shape, members: { ...shape.members, Traceparent: member } }
      : shape,
  ]);
  return { ...model, shapes: Object.fromEntries(shapes) };
}
