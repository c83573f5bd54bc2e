/** A tuple: like a list, but distinguished, since Python's constructors and states are tuples. */
export class PickleTuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}
