import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { ServiceError, type ServiceErrorCode } from '../../../contract/service-error.ts';
import { applicationAutoscalingOperations } from '../../../operations/application-autoscaling/operations.ts';
import { cloudwatchOperations } from '../../../operations/cloudwatch/operations.ts';
import { emrOperations } from '../../../operations/emr/operations.ts';
import { glueOperations } from '../../../operations/glue/operations.ts';
import { logsOperations } from '../../../operations/logs/operations.ts';
import { sagemakerOperations } from '../../../operations/sagemaker/operations.ts';
import type { ModelledService } from '../../../operations/service.ts';
import type { AskedOperation, Exchange, Protocol } from '../exchange.ts';
import { parseJson } from '../parse-json.ts';
import { plainBody } from '../plain-body.ts';
import { toServiceError } from '../to-service-error.ts';
import { contentAnswer } from './content-answer.ts';
import { controlBody } from './control-body.ts';
import { notOffered } from './not-offered.ts';
import { queryError } from './query-error.ts';
import { takeInput } from './take-input.ts';

/** A service, the version of the protocol, and what it calls an input that breaks its model's constraints. */
interface Carried {
  readonly service: ModelledService;
  readonly version: '1.0' | '1.1';
  readonly refusal: ServiceErrorCode;
}

interface Asked extends AskedOperation, Carried {
  readonly service: ModelledService;
}

/** By the part of `X-Amz-Target` before the point. */
const carried: Readonly<Record<string, Carried>> = {
  SageMaker: { service: sagemakerOperations, version: '1.1', refusal: 'ValidationException' },
  Logs_20140328: { service: logsOperations, version: '1.1', refusal: 'InvalidParameterException' },
  AnyScaleFrontendService: {
    service: applicationAutoscalingOperations,
    version: '1.1',
    refusal: 'ValidationException',
  },
  ElasticMapReduce: { service: emrOperations, version: '1.1', refusal: 'ValidationException' },
  AWSGlue: { service: glueOperations, version: '1.1', refusal: 'InvalidInputException' },
  GraniteServiceVersion20100801: { service: cloudwatchOperations, version: '1.0', refusal: 'ValidationError' },
};

const services = Object.values(carried).map(({ service }) => service);

/** AWS JSON 1.0 and 1.1, of the control plane, logs and metrics: the operation in a header, its input and output as JSON (Smithy). */
export const awsJson: Protocol<Asked> = {
  services,
  wholeBody: controlBody,
  find({ method, url, headers }: IncomingMessage) {
    if (method !== 'POST' || url !== '/')
      throw new ServiceError('UnknownOperationException', 'Operations are POSTed to /.');
    const target = headers['x-amz-target'] as string;
    const of = carrierOf(target);
    const operation = of === undefined ? undefined : own(of.service.operations, target.slice(target.indexOf('.') + 1));
    if (of === undefined || operation === undefined)
      throw new ServiceError('UnknownOperationException', notOffered(`operation ${target.slice(0, 200)}`, of?.service));
    return { ...of, operation };
  },
  decode(asked, { exchange, body }) {
    const plain = plainBody(exchange.request, body);
    return takeInput(asked, plain.length === 0 ? {} : parseJson(plain), exchange);
  },
  encode: (_asked, output, exchange) => contentAnswer(exchange, { status: 200, ...jsonOf(output, exchange) }),
  refusalOf: toServiceError,
  encodeError({ status, code, message }, exchange) {
    // The text under both spellings (Smithy, "AWS JSON 1.1 protocol").
    const headers = { 'x-amzn-ErrorType': code, ...queryError(status, code, exchange) };
    const content = { __type: code, message, Message: message };
    return contentAnswer(exchange, { status, headers, ...jsonOf(content, exchange) });
  },
};

/** By the part of the target before the point. */
function carrierOf(target = ''): Carried | undefined {
  return own(carried, target.slice(0, Math.max(0, target.indexOf('.'))));
}

/** Operations without an output shape answer with an empty body. */
function jsonOf(content: unknown, { request }: Exchange): { type: string; body: string } {
  const { version = '1.1' } = carrierOf(request.headers['x-amz-target'] as string) ?? {};
  return { type: `application/x-amz-json-${version}`, body: content === undefined ? '' : JSON.stringify(content) };
}
