import { defined } from '@catenary/scoring/internal/values';
import { presumedQuickBytes } from '../container/in-process/native-engine.ts';

/** The longest that a request may occupy this thread: all others wait meanwhile. Milliseconds. */
const quickMs = 2;
/** CPU time that counts although it may be that of some requests together, milliseconds. */
const certainMs = 25;
/**
 * Long requests that are answered in this thread before one of their size leaves it, milliseconds in all. Code that runs
 * for the first time is slow, and a garbage collection meets some request: with a start of one process on one core that
 * is up to 80 ms, and a thread costs more than a second of CPU time to begin with.
 */
const toleratedMs = 150;
/** Share of the tolerated time in use that is left after each quick request. */
const leftInUse = 0.98;
/** The time of a request apart from its size. */
const overheadMs = 0.1;
/** Share of a remembered long time that is left after each quick request. */
const memory = 0.95;
/** Requests whose CPU time is measured after one that took long. */
const watchedRequests = 64;

/**
 * How long a chain's requests take, by the size of their bodies: for each power of two the longest of the recent ones.
 * It is updated with every answer, and says whether a request is quick enough to be answered at once in the thread of
 * the event loop.
 *
 * Times are of the clock, which also runs while other threads have the processor: a long time counts as the request's
 * own only if CPU time confirms it.
 */
export class WorkCost {
  /** Milliseconds by power of two; NaN where nothing is known. */
  readonly #known = new Float64Array(33).fill(Number.NaN);
  /** Which of them are times of the clock that are not confirmed yet. */
  readonly #isDoubtful = new Uint8Array(33);
  /** The first request's, before anything is known. */
  readonly #presumedMs: number;
  #watched = 0;
  /** Milliseconds of long requests that were answered here lately. */
  #inUseMs = 0;

  constructor(presumedMs = 0) {
    this.#presumedMs = presumedMs;
  }

  /** Whether a body of `bytes` is likely to be quick enough for this thread. */
  isQuick(bytes: number): boolean {
    const known = defined(this.#known[sizeOf(bytes)]);
    return known === known ? known <= quickMs : this.#isPresumedQuick(bytes);
  }

  /** Whether CPU time is to be measured, which takes a microsecond. */
  get isWatched(): boolean {
    return this.#watched > 0;
  }

  /** Whether a request took so long by the clock that its CPU time has to be known. */
  isLong(clockMs: number): boolean {
    return clockMs > quickMs;
  }

  /** A request of this thread that was not long. */
  record(bytes: number, clockMs: number): void {
    if (this.#watched > 0) this.#watched--;
    this.#inUseMs *= leftInUse;
    this.#learn(bytes, clockMs, false);
  }

  /**
   * One that was, with the CPU time that it took at most. Without a watch that may be the time of quick ones before it,
   * and counts only from 25 ms.
   */
  recordLong(bytes: number, ms: number, wasWatched: boolean): void {
    if (ms <= quickMs) {
      this.record(bytes, ms);
      return;
    }
    this.#watched = watchedRequests;
    if (wasWatched || ms >= certainMs) this.#inUseMs += ms;
    if (this.#inUseMs >= toleratedMs) this.#learn(bytes, ms, !wasWatched);
  }

  /** A request of another thread, by its CPU time; what runs for the first time there is slow, so it is doubtful. */
  recordElsewhere(bytes: number, cpuMs: number, isFirst: boolean): void {
    this.#learn(bytes, cpuMs, isFirst);
  }

  #learn(bytes: number, ms: number, isDoubtful: boolean): void {
    const size = sizeOf(bytes);
    const known = defined(this.#known[size]);
    const isNews = known !== known || ms > known || this.#isDoubtful[size] === 1;
    this.#known[size] = isNews ? ms : known * memory + ms * (1 - memory);
    if (isNews) this.#isDoubtful[size] = isDoubtful ? 1 : 0;
  }

  /** Estimated from the nearest known sizes: time grows with size, at most in proportion. */
  #isPresumedQuick(bytes: number): boolean {
    const size = sizeOf(bytes);
    for (let larger = size + 1; larger < this.#known.length; larger++)
      if (defined(this.#known[larger]) <= quickMs) return true;
    if (bytes > presumedQuickBytes) return false;
    for (let smaller = size - 1; smaller >= 0; smaller--) {
      const known = defined(this.#known[smaller]);
      if (known === known) return Math.max(0, known - overheadMs) * 2 ** (size - smaller) + overheadMs <= quickMs;
    }
    return this.#presumedMs <= quickMs;
  }
}

const sizeOf = (bytes: number) => 32 - Math.clz32(bytes);
