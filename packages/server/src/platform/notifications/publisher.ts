import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { matchesGlob } from '../../util/matches-glob.ts';
import type { Logger } from '../observe/logger.ts';
import { type Notification, postNotification } from './post-notification.ts';
import type { Target, Topic } from './topic.ts';

/** Waits before a message is sent again, milliseconds: after the last it is given up. */
const defaultRetryMs = [1_000, 5_000, 20_000];

export interface PublisherOptions {
  readonly topics: readonly Topic[];
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly retryMs?: readonly number[];
}

/** A message on its way to a topic. */
export interface OutgoingMessage {
  /** The same however often it is sent. */
  readonly id: string;
  /** ARN of the topic. */
  readonly topic: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly time: number;
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

  /** The places that messages to a topic go to: none, if no rule fits it. */
  targets(arn: string): readonly Target[] {
    const topic = this.#find(arn);
    return (['file', 'url'] as const).filter((target) => topic?.[target] !== undefined);
  }

  /** Resolves when the message is delivered or given up, which is logged. Rejects with the signal's reason if that aborts. */
  async publish(topic: string, message: object, signal: AbortSignal): Promise<void> {
    const sent = { id: randomUUID(), topic, message: JSON.stringify(message), time: this.#options.now() };
    for (const target of this.targets(topic)) await this.#deliver(topic, signal, () => this.send(sent, target, signal));
  }

  /** Tries once. Rejects if the message was not taken, or if no rule gives its topic such a place. */
  async send({ id, topic: arn, message, time }: OutgoingMessage, target: Target, signal: AbortSignal): Promise<void> {
    const { file, url, token } = this.#find(arn) ?? {};
    const notification: Notification = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: arn,
      Message: message,
      Timestamp: new Date(time).toISOString(),
    };
    if (target === 'file' && file !== undefined) await appendFile(file, `${JSON.stringify(notification)}\n`);
    else if (target === 'url' && url !== undefined) await postNotification(notification, { url, token, signal });
    else throw new Error(`no rule of topics with a ${target} fits it any more`);
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
