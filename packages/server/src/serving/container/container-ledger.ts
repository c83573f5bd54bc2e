/** What passes of one request's time while containers are asked, and is not their own work. Milliseconds. */
export class ContainerLedger {
  /** Waiting for a worker, a process or a thread to be free. */
  queueMs = 0;
  /** Between bytes and columns. */
  conversionMs = 0;
  /** Of each container's time, what is in the sums above. */
  readonly #within: number[] = [];
  #asked = 0;

  /** The container at this index, from 0, is asked now. */
  begin(at: number): void {
    this.#asked = at;
  }

  /** The container that is asked has waited in its queue. */
  addQueue(ms: number): void {
    this.queueMs += ms;
    this.#add(this.#asked, ms);
  }

  /** It has waited for a thread, which is in no container's time. */
  addOutside(ms: number): void {
    this.queueMs += ms;
  }

  /** The container at an index has read or written bytes. */
  addConversion(at: number, ms: number): void {
    this.conversionMs += ms;
    this.#add(at, ms);
  }

  /** Of the time of a container, what is not its own. */
  withinOf(at: number): number {
    return this.#within[at] ?? 0;
  }

  #add(at: number, ms: number): void {
    this.#within[at] = this.withinOf(at) + ms;
  }
}
