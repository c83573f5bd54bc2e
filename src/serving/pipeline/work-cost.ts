/** What this thread may do in one go: all others wait meanwhile. Milliseconds. */
const quickMs = 2;
/** So much CPU time is no accident, such as a collection of garbage that came just then. */
const certainMs = 25;
/** Bodies up to this size are taken to be quick as long as nothing is known. */
const presumedQuickBytes = 16 * 1024;
/** What a request takes whatever its size. */
const overheadMs = 0.1;
/** Of what is remembered of a dear request, so much is left after a cheap one. */
const memory = 0.95;
/** Requests that are looked at closely after one that took long. */
const watchedRequests = 64;

/**
 * How long a chain's requests take, by the size of their bodies: for each power of two the dearest of late. It is told with every answer,
 * and says whether a request is quick enough to be answered at once in the thread that talks to clients.
 *
 * Times are of the clock, which also runs while something else has the processor: one that is long is only taken to be the
 * request's own if CPU time confirms it.
 */
export class WorkCost {
  /** Milliseconds by power of two; NaN where nothing is known. */
  readonly #known = new Float64Array(33).fill(Number.NaN);
  /** Which of them are times of the clock that are yet to be confirmed. */
  readonly #isDoubtful = new Uint8Array(33);
  /** The first request's, before anything is known. */
  readonly #presumedMs: number;
  #watched = 0;

  constructor(presumedMs = 0) {
    this.#presumedMs = presumedMs;
  }

  /** Whether a request with so many bytes is likely to be answered within what this thread may do in one go. */
  isQuick(bytes: number): boolean {
    const known = this.#known[sizeOf(bytes)] as number;
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
    this.#learn(bytes, clockMs, false);
  }

  /** One that was, with the CPU time that it took at most. By itself it is no reason yet, unless it is very long: code that runs for the first time is slow. */
  recordLong(bytes: number, ms: number, wasWatched: boolean): void {
    if (wasWatched || ms <= quickMs) {
      this.record(bytes, ms);
      return;
    }
    this.#watched = watchedRequests;
    if (ms >= certainMs) this.#learn(bytes, ms, true);
  }

  /** A request of another thread, by its CPU time; what runs for the first time there is slow, so it is doubtful. */
  recordElsewhere(bytes: number, cpuMs: number, isFirst: boolean): void {
    this.#learn(bytes, cpuMs, isFirst);
  }

  #learn(bytes: number, ms: number, isDoubtful: boolean): void {
    const size = sizeOf(bytes);
    const known = this.#known[size] as number;
    const isNews = known !== known || ms > known || this.#isDoubtful[size] === 1;
    this.#known[size] = isNews ? ms : known * memory + ms * (1 - memory);
    if (isNews) this.#isDoubtful[size] = isDoubtful ? 1 : 0;
  }

  /** By the nearest sizes of which something is known: time grows with size, at most as the size does. */
  #isPresumedQuick(bytes: number): boolean {
    const size = sizeOf(bytes);
    for (let larger = size + 1; larger < this.#known.length; larger++)
      if ((this.#known[larger] as number) <= quickMs) return true;
    if (bytes > presumedQuickBytes) return false;
    for (let smaller = size - 1; smaller >= 0; smaller--) {
      const known = this.#known[smaller] as number;
      if (known === known) return Math.max(0, known - overheadMs) * 2 ** (size - smaller) + overheadMs <= quickMs;
    }
    return this.#presumedMs <= quickMs;
  }
}

const sizeOf = (bytes: number) => 32 - Math.clz32(bytes);
