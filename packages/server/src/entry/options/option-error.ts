/** Where a value stands: the option as it is called there, then members and positions within it, such as `images`, 0, `match`. */
export type OptionPlace = readonly (string | number)[];

/** An option cannot be what it is: the message says which and what it may be. */
export class OptionError extends Error {
  /** The value that the message is about; empty if it is about none in particular. */
  readonly place: OptionPlace;

  constructor(message: string, place: OptionPlace = []) {
    super(message);
    this.place = place;
  }
}
