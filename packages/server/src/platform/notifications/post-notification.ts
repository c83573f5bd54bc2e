import { present } from '@catenary/scoring/internal/values';

/** How long an address has to take a message, milliseconds. */
const postTimeoutMs = 10_000;

/** The form in which SNS delivers a message to HTTP subscribers (SNS developer guide, "HTTP/HTTPS notification JSON format"). */
export interface Notification {
  readonly Type: 'Notification';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
}

export interface Post {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** Posts a message as SNS posts it to its subscribers. Rejects if it is not taken with a 2xx status in 10 seconds. */
export async function postNotification(notification: Notification, { url, token, signal }: Post): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': notification.Type,
      'x-amz-sns-message-id': notification.MessageId,
      'x-amz-sns-topic-arn': notification.TopicArn,
      ...present({ authorization: token === undefined ? undefined : `Bearer ${token}` }),
    },
    body: JSON.stringify(notification),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(postTimeoutMs)]),
  });
  // Nothing in it matters, however long it is.
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the address answered ${answer.status}`);
}
