import { applicationAutoscalingOperations } from './application-autoscaling/operations.ts';
import { catenaryOperations } from './catenary/operations.ts';
import { cloudwatchOperations } from './cloudwatch/operations.ts';
import { emrOperations } from './emr/operations.ts';
import { emrServerlessOperations } from './emr-serverless/operations.ts';
import { glueOperations } from './glue/operations.ts';
import { iamOperations } from './iam/operations.ts';
import { logsOperations } from './logs/operations.ts';
import { runtimeOperations } from './runtime/operations.ts';
import { s3Operations } from './s3/operations.ts';
import { sagemakerOperations } from './sagemaker/operations.ts';
import type { Service } from './service.ts';
import { stsOperations } from './sts/operations.ts';

/** Every API of this server. */
export const services: readonly Service[] = [
  applicationAutoscalingOperations,
  catenaryOperations,
  cloudwatchOperations,
  emrOperations,
  emrServerlessOperations,
  glueOperations,
  iamOperations,
  logsOperations,
  runtimeOperations,
  s3Operations,
  sagemakerOperations,
  stsOperations,
];
