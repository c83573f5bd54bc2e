import type { Publisher } from '../../platform/notifications/publisher.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import { type NotificationRecord, notificationRecords } from '../records/notification-record.ts';

export interface NotificationOutboxOptions {
  readonly store: Store;
  /** Whether other servers may send what this store has. */
  readonly isShared: boolean;
  readonly publisher: Pick<Publisher, 'targets' | 'send'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Messages that wait in a store, at most: the oldest give way. */
export const maxWaiting = 10_000;
/** What is older, or was tried so often, is given up. */
export const maxAgeMs = 24 * 3_600_000;
export const maxTries = 50;
/** Under way at once. */
const maxUnderWay = 16;
/**
 * How long a message is its server's alone, milliseconds: longer than an address may take. If that server is killed, another of the
 * store tries it then.
 */
const claimMs = 30_000;
/** How often a server looks for what others have left, milliseconds. */
const pollMs = 30_000;

/** The wait after a try, milliseconds: 1 s, 2 s, 4 s ... 15 minutes. */
const waitAfter = (tries: number) => Math.min(1000 * 2 ** (tries - 1), 900_000);

/**
 * Messages to topics, kept in the store until they are delivered: what a server has not sent when it ends, it sends when it is started
 * again, or another server of the store does. A message may come twice, with the same id.
 */
export class NotificationOutbox {
  readonly #options: NotificationOutboxOptions;
  readonly #ending = new AbortController();
  readonly #work = new Set<Promise<void>>();
  #underWay = 0;
  #isStarted = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: NotificationOutboxOptions) {
    this.#options = options;
  }

  /** Keeps a message. Within a transaction, it is there if what it reports is. False if no rule fits its topic: then nothing is kept. */
  async keep(transaction: Store, topic: string, message: object): Promise<boolean> {
    const { publisher, log, now } = this.#options;
    const targets = publisher.targets(topic);
    if (targets.length === 0) return false;
    await notificationRecords.insert(transaction, targets, {
      topic,
      message: JSON.stringify(message),
      createdAt: now(),
    });
    const dropped = await notificationRecords.keepNewest(transaction, maxWaiting);
    if (dropped > 0) log.warn({ dropped, maxWaiting }, 'notifications were given up: too many wait to be delivered');
    return true;
  }

  /** Sends what is there, and from now on what comes, again and again by the clock. Resolves when the first of it is under way. */
  async start(): Promise<void> {
    const { store, isShared, log, now } = this.#options;
    this.#isStarted = true;
    try {
      // No other server uses this store: claims that a killed server left are void.
      if (!isShared) await notificationRecords.releaseAll(store, now());
    } catch (error) {
      log.warn({ err: error }, 'notifications of an earlier run are sent later');
    }
    void this.sendDue();
  }

  /** Sends what is due, and resolves when that has been tried. Never rejects. */
  sendDue(): Promise<void> {
    if (this.#ending.signal.aborted) return Promise.resolve();
    const done = this.#sendDue().finally(() => this.#work.delete(done));
    this.#work.add(done);
    return done;
  }

  /** What is under way is broken off, and kept. */
  async close(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#work);
  }

  async #sendDue(): Promise<void> {
    const { store, log, now } = this.#options;
    try {
      const limit = maxUnderWay - this.#underWay;
      const at = now();
      const claimed = limit > 0 ? await notificationRecords.claim(store, { now: at, until: at + claimMs, limit }) : [];
      this.#underWay += claimed.length;
      // What is due while these are under way is not held up by them.
      const sent = Promise.all(claimed.map((record) => this.#settle(record)));
      await this.#schedule();
      await sent;
      if (claimed.length > 0) await this.#schedule();
    } catch (error) {
      log.warn({ err: error }, 'notifications could not be sent');
      this.#wakeIn(pollMs);
    }
  }

  /** Never rejects: what the store does not hear is sent again when the claim has ended. */
  async #settle(record: NotificationRecord): Promise<void> {
    try {
      await this.#send(record);
    } catch (error) {
      this.#options.log.warn({ err: error, topic: record.topic }, 'what became of a notification was not stored');
    }
    this.#underWay--;
  }

  async #send(record: NotificationRecord): Promise<void> {
    const { store, publisher, now } = this.#options;
    const { id, messageId, topic, target, message, createdAt } = record;
    if (now() - createdAt > maxAgeMs) return this.#giveUp(record, 'it is older than a day');
    try {
      await publisher.send({ id: messageId, topic, message, time: createdAt }, target, this.#ending.signal);
      await notificationRecords.remove(store, id);
    } catch (error) {
      if (this.#ending.signal.aborted) return notificationRecords.release(store, id, now());
      await this.#retry(record, error instanceof Error ? error.message : String(error));
    }
  }

  async #retry(record: NotificationRecord, reason: string): Promise<void> {
    const { store, log, now } = this.#options;
    const { id, topic, tries } = record;
    if (tries >= maxTries) return this.#giveUp(record, reason);
    log.warn({ topic, tries, reason }, 'a notification was not delivered');
    await notificationRecords.postpone(store, id, now() + waitAfter(tries));
  }

  async #giveUp({ id, topic, tries }: NotificationRecord, reason: string): Promise<void> {
    const { store, log } = this.#options;
    log.warn({ topic, tries, reason }, 'a notification was given up');
    await notificationRecords.remove(store, id);
  }

  async #schedule(): Promise<void> {
    if (!this.#isStarted) return;
    const { store, now } = this.#options;
    const due = await notificationRecords.nextDue(store);
    // While all places are taken, the end of a message looks again.
    const isFull = this.#underWay >= maxUnderWay;
    this.#wakeIn(due === undefined || isFull ? pollMs : Math.min(Math.max(due - now(), 0), pollMs));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStarted || this.#ending.signal.aborted) return;
    this.#timer = setTimeout(() => void this.sendDue(), ms).unref();
  }
}
