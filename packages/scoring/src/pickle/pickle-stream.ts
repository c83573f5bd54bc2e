/** The file a pickle is read from, for rules whose objects have raw bytes after them (joblib's arrays). */
export interface PickleStream {
  /** The bytes right after the opcode that is being carried out, as a view. Throws `bad_model` if fewer remain. */
  take(count: number): Uint8Array;
  /** Reads a whole further pickle that stands at this place, with the same table. */
  readNested(): unknown;
  /** Accounts for memory that a rule allocates beyond views of the file; throws `bad_model` when it grows out of bounds. */
  chargeBytes(bytes: number): void;
}
