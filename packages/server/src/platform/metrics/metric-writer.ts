import type { Logger } from '../observe/logger.ts';
import type { Store } from '../store/store.ts';
import type { MetricChunkRow } from '../store/tables.ts';
import { dropOldPoints } from './drop-old-points.ts';
import { addHour, decodeHour, encodeHour, type HourOfValues } from './hour-of-values.ts';
import { hourMs, type Metric, type MetricValue, metricId, minuteMs } from './metric.ts';
import { addAt, type Statistics } from './statistics.ts';

export interface MetricWriterOptions {
  readonly store: Store;
  /** Who writes: servers of a store have hours of their own, which are added up when they are read. */
  readonly source: string;
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An hour of a series, as this process knows it. */
interface OpenHour {
  readonly metric: Metric;
  readonly id: string;
  readonly hour: number;
  values: HourOfValues;
}

/** Rows in one statement, which then has fewer parameters than databases allow. */
const rowsAtOnce = 100;
/** How often what is too old is dropped. */
const sweepMs = 10 * 60_000;

/** Keeps values of metrics in the store, minute by minute. Values of the same minute are added up. */
export class MetricWriter {
  readonly #options: MetricWriterOptions;
  /** Hours that were written lately, by series: they are not read again. */
  readonly #open = new Map<string, OpenHour>();
  readonly #sweeper: NodeJS.Timeout;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: MetricWriterOptions) {
    this.#options = options;
    this.#sweeper = setInterval(() => void this.#sweep(), sweepMs);
    this.#sweeper.unref();
  }

  /** Adds values, in one transaction. Resolves when they are stored; rejects if they are not. */
  add(values: readonly MetricValue[]): Promise<void> {
    const written = this.#queue.then(() => this.#write(values));
    this.#queue = written.catch(() => undefined);
    return written;
  }

  /** Resolves when what was added so far is stored, or has failed. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.#queue;
  }

  async #write(values: readonly MetricValue[]): Promise<void> {
    const added = [...byHour(values).values()];
    try {
      await this.#options.store.transaction().execute(async (transaction) => {
        for (let at = 0; at < added.length; at += rowsAtOnce)
          await this.#append(transaction, added.slice(at, at + rowsAtOnce));
      });
    } catch (error) {
      // The transaction was rolled back: what is stored is read again.
      for (const { id } of added) this.#open.delete(id);
      throw error;
    }
  }

  /** Writes the rows in one statement: most of its cost does not depend on their number. */
  async #append(store: Store, added: readonly OpenHour[]): Promise<void> {
    const rows: MetricChunkRow[] = [];
    for (const hour of added) rows.push(await this.#joined(store, hour));
    await store
      .insertInto('metric_chunk')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['metric', 'hour', 'source'])
          .doUpdateSet((eb) => ({ points: eb.ref('excluded.points'), bytes: eb.ref('excluded.bytes') })),
      )
      .execute();
  }

  /** The row of an hour, with what is stored of it already. */
  async #joined(store: Store, added: OpenHour): Promise<MetricChunkRow> {
    const { id: metric, hour } = added;
    const known = this.#open.get(metric);
    const before = known?.hour === hour ? known.values : await this.#read(store, added);
    if (before === undefined) await noteMetric(store, added);
    const values = before === undefined ? added.values : addHour(before, added.values);
    if (known === undefined || known.hour <= hour) this.#open.set(metric, { ...added, values });
    const points = encodeHour(values);
    return { metric, hour, source: this.#options.source, points, bytes: points.length };
  }

  async #read(store: Store, { id, hour }: OpenHour): Promise<HourOfValues | undefined> {
    const row = await store
      .selectFrom('metric_chunk')
      .select('points')
      .where('metric', '=', id)
      .where('hour', '=', hour)
      .where('source', '=', this.#options.source)
      .executeTakeFirst();
    return row === undefined ? undefined : decodeHour(row.points);
  }

  async #sweep(): Promise<void> {
    const { store, log, now } = this.#options;
    for (const [id, { hour }] of this.#open) if (hour < now() - 2 * hourMs) this.#open.delete(id);
    await dropOldPoints(store, now()).catch((error: unknown) =>
      log.warn({ err: error }, 'values of metrics that are too old could not be dropped'),
    );
  }
}

/** Stores that the series exists, and that it has values in this hour. */
async function noteMetric(store: Store, { metric, id, hour }: OpenHour): Promise<void> {
  const { region, namespace, name, dimensions, unit } = metric;
  await store
    .insertInto('metric')
    .values({ id, region, namespace, name, dimensions: JSON.stringify(dimensions), unit, last_hour: hour })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ last_hour: hour }).where('metric.last_hour', '<', hour),
    )
    .execute();
}

function byHour(values: readonly MetricValue[]): Map<string, OpenHour> {
  const hours = new Map<string, { metric: Metric; id: string; hour: number; values: Map<number, Statistics> }>();
  for (const { metric, time, values: statistics } of values) {
    const id = metricId(metric);
    const hour = Math.floor(time / hourMs) * hourMs;
    const minute = Math.floor((time - hour) / minuteMs);
    const key = `${id} ${hour}`;
    const found = hours.get(key) ?? { metric, id, hour, values: new Map<number, Statistics>() };
    addAt(found.values, minute, statistics);
    hours.set(key, found);
  }
  return hours;
}
