/** How often something happened: all in all, and since it was last taken. */
export class Tally {
  all = 0;
  #taken = 0;

  take(): number {
    const since = this.all - this.#taken;
    this.#taken = this.all;
    return since;
  }
}
