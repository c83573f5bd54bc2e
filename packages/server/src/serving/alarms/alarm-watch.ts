import { setImmediate as nextTurn } from 'node:timers/promises';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import { minuteMs, minuteOf } from '../../platform/metrics/metric.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import { QueryError, queryMetrics } from '../metrics/metric-query.ts';
import { periodBegins } from '../metrics/periods.ts';
import { alarmEventRecords } from '../records/alarm-event-record.ts';
import { type AlarmRecord, type AlarmState, alarmRecords } from '../records/alarm-record.ts';
import type { AlarmActions } from './alarm-actions.ts';
import { alarmQuery, rangeOf, ruleOf } from './alarm-query.ts';
import { describeState, type Evaluation } from './describe-state.ts';
import { evaluateAlarm } from './evaluate-alarm.ts';

export interface AlarmWatchOptions {
  readonly store: Store;
  /** Resolves when what this server counted so far can be read. */
  readonly flush: () => Promise<void>;
  readonly actions: Pick<AlarmActions, 'keep' | 'send'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long after a minute its values are looked at: by then all servers of the store have written theirs. */
const delayMs = 5_000;

/**
 * Evaluates every alarm once a minute, in each server of a store. A new state replaces only the state that was evaluated, so one
 * server makes a change, and records it once.
 */
export class AlarmWatch {
  readonly #options: AlarmWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: AlarmWatchOptions) {
    this.#options = options;
  }

  /** Evaluates all alarms after each minute, and then calls `after`. */
  start(after: () => Promise<void>): void {
    const { now } = this.#options;
    const next = minuteOf(now() - delayMs) + minuteMs + delayMs;
    this.#timer = setTimeout(() => {
      this.#work = this.evaluateAll().then(after);
      this.start(after);
    }, next - now()).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#work;
  }

  /** Never rejects. */
  async evaluateAll(): Promise<void> {
    const { store, flush, log, now } = this.#options;
    try {
      const records = await alarmRecords.list(store);
      if (records.length > 0) await flush();
      for (const record of records) {
        if (this.#isClosed) return;
        // An alarm that cannot be evaluated does not keep the others from being evaluated.
        await this.#evaluate(record).catch((error: unknown) =>
          log.warn({ err: error, alarm: record.name }, 'an alarm could not be evaluated'),
        );
        await nextTurn();
      }
      await alarmEventRecords.dropOld(store, now());
    } catch (error) {
      log.warn({ err: error }, 'alarms could not be evaluated');
    }
  }

  /** Evaluates one alarm, and writes its state if it has changed. */
  async evaluate(record: AlarmRecord): Promise<void> {
    await this.#options.flush();
    await this.#evaluate(record);
  }

  /** Evaluates alarms by their qualified names; what is none is left out. */
  async evaluateNamed(names: readonly string[]): Promise<void> {
    await this.#options.flush();
    for (const name of names) {
      const record = await alarmRecords.find(this.#options.store, name);
      if (record !== undefined) await this.#evaluate(record);
    }
  }

  async #evaluate(record: AlarmRecord): Promise<void> {
    const found = await this.#look(record).catch((error: unknown) => {
      if (error instanceof QueryError) return undefined; // a version before this one took it
      throw error;
    });
    if (found === undefined || found.value === record.state.value) return;
    const { reason, reasonData } = describeState(found);
    await this.setState(record, { value: found.value, reason, reasonData, updatedAt: this.#options.now() });
  }

  /** The newest value of the periods that an alarm is evaluated over; undefined if there is none. */
  async newestValue(record: AlarmRecord): Promise<number | undefined> {
    await this.#options.flush();
    const { datapoints } = await this.#read(record);
    return datapoints.findLast((value) => value !== undefined);
  }

  /** The state that follows from its values; undefined if it stays as it is. */
  async #look(record: AlarmRecord): Promise<Evaluation | undefined> {
    const found = await this.#read(record);
    const value = evaluateAlarm(found.rule, found.datapoints);
    return value === undefined ? undefined : { ...found, value };
  }

  async #read({ name, definition }: AlarmRecord): Promise<Omit<Evaluation, 'value'>> {
    const { store, now } = this.#options;
    const rule = ruleOf(definition);
    const { queries, seconds } = alarmQuery(definition);
    const range = rangeOf(rule, seconds, now());
    const [result] = await queryMetrics(store, { region: regionOf(name) }, { queries, range });
    const datapoints = periodBegins(range, seconds).map((begin) => result?.values.get(begin));
    return { rule, datapoints, range, seconds };
  }

  /** Writes a state over the one of the record, with an event; writes nothing if another server has changed the state meanwhile. */
  async setState(record: AlarmRecord, to: AlarmState): Promise<void> {
    const { name, state: from } = record;
    const { store, log, actions } = this.#options;
    const isChanged = await store.transaction().execute(async (transaction) => {
      if (!(await alarmRecords.setState(transaction, name, { from: from.value, to }))) return false;
      await alarmEventRecords.insert(transaction, {
        alarm: name,
        time: to.updatedAt,
        type: 'StateUpdate',
        summary: `Alarm updated from ${from.value} to ${to.value}`,
        data: JSON.stringify({ version: '1.0', oldState: shown(from), newState: shown(to) }),
      });
      if (from.value !== to.value) await actions.keep(transaction, record, to);
      return true;
    });
    if (!isChanged || from.value === to.value) return;
    log.info({ alarm: nameOf(name), from: from.value, to: to.value, reason: to.reason }, 'alarm changed its state');
    actions.send();
  }
}

const shown = ({ value, reason }: AlarmState) => ({ stateValue: value, stateReason: reason });
