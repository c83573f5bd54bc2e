import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { AsyncInferenceConfig } from '../records/async-inference-config.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import type { Outcome } from './outcome.ts';

/** Responses in notifications, bytes (SageMaker API reference, AsyncInferenceNotificationConfig). */
const maxResponseBytes = 128 * 1024;

/** A message, and the topic that it goes to. */
export interface TopicMessage {
  readonly topic: string;
  readonly message: object;
}

/** The message about an outcome, and its topic (developer guide, "Check prediction results"). Undefined if the endpoint names no topic for it. */
export function notificationOf(
  config: AsyncInferenceConfig | undefined,
  record: AsyncRequestRecord,
  outcome: Outcome & { readonly at: number },
): TopicMessage | undefined {
  const { SuccessTopic, ErrorTopic, IncludeInferenceResponseIn = [] } = config?.OutputConfig.NotificationConfig ?? {};
  const isCompleted = outcome.status === 'Completed';
  const topic = isCompleted ? SuccessTopic : ErrorTopic;
  if (topic === undefined) return undefined;
  const included = IncludeInferenceResponseIn.includes(
    isCompleted ? 'SUCCESS_NOTIFICATION_TOPIC' : 'ERROR_NOTIFICATION_TOPIC',
  );
  const { request, createdAt, endpoint } = record;
  const message = {
    awsRegion: request.realm.region,
    eventTime: new Date(outcome.at).toISOString(),
    receivedTime: new Date(createdAt).toISOString(),
    invocationStatus: outcome.status,
    ...present({ failureReason: isCompleted ? undefined : `ClientError: ${outcome.reason}` }),
    requestParameters: present({
      accept: request.accept,
      contentType: request.contentType,
      customAttributes: request.customAttributes,
      endpointName: nameOf(endpoint),
      inputLocation: request.inputLocation,
    }),
    responseParameters: isCompleted
      ? present({ contentType: outcome.contentType, outputLocation: request.outputLocation })
      : present({ outputLocation: request.failureLocation }),
    ...present({ responseBody: included ? responseBody(outcome) : undefined }),
    inferenceId: request.inferenceId,
    eventVersion: '1.0',
    eventSource: 'aws:sagemaker',
    eventName: 'InferenceResult',
  };
  return { topic, message };
}

function responseBody(outcome: Outcome): object | undefined {
  const content = outcome.status === 'Completed' ? outcome.body : Buffer.from(outcome.reason);
  if (content.length > maxResponseBytes) return undefined;
  return { content: content.toString('base64'), encoding: 'BASE64' };
}
