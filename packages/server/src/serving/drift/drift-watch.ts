import { mediaType } from '../../contract/media-type.ts';
import type { Payload } from '../container/payload.ts';
import type { BaselineColumn } from '../monitoring/analysis/read-statistics.ts';
import { pair, readRows, rowOf } from '../monitoring/datasets/captured-rows.ts';
import { BoundaryDrift, type BoundaryReport } from './boundary-drift.ts';

/** A request, its answer, and what the containers before the last one answered. */
export interface WatchedRequest {
  readonly request: Payload;
  readonly answer: Payload;
  readonly steps: readonly (Payload & { readonly container: string })[];
}

export interface DriftWatchOptions {
  /** The bytes of a statistics.json; without one the first rows are the baseline. */
  readonly readBaseline: (() => Promise<Buffer>) | undefined;
  readonly parse: (file: Buffer) => ReadonlyMap<string, BaselineColumn>;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

/** What is known by now. */
export interface DriftReport {
  /** Requests that were looked at, and how many of them are no CSV or JSON. */
  readonly requests: number;
  readonly unread: number;
  /** Why there is no baseline, if one was named. */
  readonly problem?: string;
  readonly boundaries: readonly BoundaryReport[];
}

/** Requests with their answers, and the names that columns without one have. */
interface WholeEndpoint {
  readonly boundary: BoundaryDrift;
  readonly names: readonly string[];
}

/**
 * At most this many requests are looked at in a second, and of each this many bytes and rows: what that costs does not depend on
 * how many there are.
 */
const perSecond = 5;
const maxBytes = 16 * 1024;
const maxRows = 20;
const windowMs = 3_600_000;
const maxWaiting = 10;
const recentMs = 60_000;

/** Streaming sketches of what passes the boundaries of an endpoint's chain. It looks at a sample, after the caller was answered. */
export class DriftWatch {
  readonly #options: DriftWatchOptions;
  readonly #steps = new Map<string, BoundaryDrift>();
  #whole: Promise<WholeEndpoint> | undefined;
  #waiting: WatchedRequest[] = [];
  #tokens = perSecond;
  #since: number;
  #windowSince: number;
  #seen = 0;
  #unread = 0;
  #recent: { readonly since: number; readonly report: Promise<DriftReport> } | undefined;
  /** Why the baseline could not be read. */
  #problem: string | undefined;

  constructor(options: DriftWatchOptions) {
    this.#options = options;
    this.#since = options.clock();
    this.#windowSince = this.#since;
  }

  /** Whether the next request is one of the sample. */
  isSampled(): boolean {
    const now = this.#options.clock();
    this.#tokens = Math.min(perSecond, this.#tokens + ((now - this.#since) / 1000) * perSecond);
    this.#since = now;
    if (this.#tokens < 1 || this.#waiting.length >= maxWaiting) return false;
    this.#tokens--;
    return true;
  }

  /** Takes a request whose caller has its answer: it is looked at in a turn of the event loop of its own. */
  add({ request, answer, steps }: WatchedRequest): void {
    const all = [request, answer, ...steps];
    if (all.some(({ body }) => body.length > maxBytes)) return;
    this.#waiting.push({ request: copied(request), answer: copied(answer), steps: steps.map(copied) });
    setImmediate(() => void this.#look());
  }

  /** The description of a moment ago: scrapes do not make one each. */
  recent(): Promise<DriftReport> {
    const now = this.#options.clock();
    if (this.#recent === undefined || now - this.#recent.since > recentMs)
      this.#recent = { since: now, report: this.describe() };
    return this.#recent.report;
  }

  async describe(): Promise<DriftReport> {
    const { boundary } = await this.#open();
    const boundaries: BoundaryReport[] = [];
    for (const each of [boundary, ...this.#steps.values()]) boundaries.push(await each.describe());
    const counts = { requests: this.#seen, unread: this.#unread, boundaries };
    return this.#problem === undefined ? counts : { ...counts, problem: this.#problem };
  }

  async #look(): Promise<void> {
    const { boundary, names } = await this.#open();
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#endWindows();
    this.#seen++;
    try {
      const rows = pair(rowsIn(next.answer), rowsIn(next.request)).slice(0, maxRows);
      for (const parts of rows) boundary.add(rowOf(parts, names));
      for (const step of next.steps)
        for (const cells of rowsIn(step).slice(0, maxRows)) this.#step(step.container).add(rowOf([cells], []));
    } catch {
      // What is no CSV or JSON, or has another shape in every row, cannot be compared.
      this.#unread++;
    }
  }

  #step(container: string): BoundaryDrift {
    const known = this.#steps.get(container);
    if (known !== undefined) return known;
    const made = new BoundaryDrift({ name: container, baseline: undefined });
    this.#steps.set(container, made);
    return made;
  }

  #open(): Promise<WholeEndpoint> {
    this.#whole ??= this.#load();
    return this.#whole;
  }

  async #load(): Promise<WholeEndpoint> {
    const { readBaseline, parse } = this.#options;
    const found = await readBaseline?.()
      .then(parse)
      .catch((error: unknown) => {
        this.#problem = `The baseline cannot be read: ${error instanceof Error ? error.message : String(error)}`;
        return undefined;
      });
    return { boundary: new BoundaryDrift({ name: 'endpoint', baseline: found }), names: [...(found?.keys() ?? [])] };
  }

  #endWindows(): void {
    const now = this.#options.clock();
    if (now - this.#windowSince < windowMs) return;
    this.#windowSince = now;
    for (const boundary of this.#steps.values()) boundary.endWindow();
    void this.#whole?.then(({ boundary }) => boundary.endWindow());
  }
}

const rowsIn = ({ body, contentType }: Payload) => readRows(body.toString(), mediaType(contentType) ?? '');

/** Buffers may be used again once the caller is answered. */
const copied = <T extends Payload>(payload: T): T => ({ ...payload, body: Buffer.from(payload.body) });
