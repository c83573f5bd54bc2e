import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '@catenary/scoring/internal/values';
import { matchesGlob } from '../../util/matches-glob.ts';
import type { Logger } from '../observe/logger.ts';
import type { Topic } from './topic.ts';

/** How long an address has to take a message, milliseconds. */
const postTimeoutMs = 10_000;
/** Waits before a message is posted again, milliseconds: after the last it is given up. */
const defaultRetryMs = [1_000, 5_000, 20_000];

export interface PublisherOptions {
  readonly topics: readonly Topic[];
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly retryMs?: readonly number[];
}

/** The form in which SNS delivers a message to HTTP subscribers (SNS developer guide, "HTTP/HTTPS notification JSON format"). */
interface Notification {
  readonly Type: 'Notification';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
}

/** Delivers messages to topics. A message may come twice, as with SNS; none is signed: a token says who sends it. */
export class Publisher {
  readonly #options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Whether messages to a topic go anywhere. */
  knows(arn: string): boolean {
    return this.#find(arn) !== undefined;
  }

  /** Resolves when the message is delivered or given up, which is logged. Rejects with the signal's reason if that aborts. */
  async publish(arn: string, message: object, signal: AbortSignal): Promise<void> {
    const topic = this.#find(arn);
    const notification: Notification = {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: arn,
      Message: JSON.stringify(message),
      Timestamp: new Date(this.#options.now()).toISOString(),
    };
    const { file, url, token } = topic ?? {};
    if (file !== undefined)
      await this.#deliver(arn, signal, () => appendFile(file, `${JSON.stringify(notification)}\n`));
    if (url !== undefined) await this.#deliver(arn, signal, () => post(notification, { url, token, signal }));
  }

  #find(arn: string): Topic | undefined {
    return this.#options.topics.find(({ match }) => matchesGlob(match, arn));
  }

  async #deliver(topic: string, signal: AbortSignal, deliver: () => Promise<void>): Promise<void> {
    const { log, retryMs = defaultRetryMs } = this.#options;
    for (const wait of [...retryMs, undefined]) {
      try {
        return await deliver();
      } catch (error) {
        signal.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        if (wait === undefined) return log.warn({ topic, reason }, 'a notification was given up');
        log.warn({ topic, reason }, 'a notification was not delivered');
        await sleep(wait, undefined, { signal });
      }
    }
  }
}

interface Post {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

async function post(notification: Notification, { url, token, signal }: Post): Promise<void> {
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
