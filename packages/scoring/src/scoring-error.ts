/** What can go wrong while a model is loaded or a row is scored. Match on these, not on messages. */
export type ScoringErrorCode =
  | 'bad_model' // the model file cannot be what it says it is
  | 'unsupported_model' // genuine, but of a kind that is not read natively
  | 'bad_input' // the request body cannot be decoded
  | 'missing_column'
  | 'unknown_column' // a name that the model does not know
  | 'unknown_category' // a category or label that was not there in training
  | 'wrong_type'
  | 'null_value'
  | 'invalid_value' // a NaN, a number out of bounds ...
  | 'wrong_size'
  | 'out_of_memory'; // a genuine request that is larger than the memory there is

/** Where it went wrong, as far as it is known. Rows and columns count from 0. */
export interface ScoringErrorPlace {
  readonly row?: number;
  readonly column?: string | number;
  readonly value?: unknown;
  /** What would be right there, in words. */
  readonly expected?: string;
  /** The names of the columns are at fault, so all rows that come with them. */
  readonly isHeader?: boolean;
  /** Path of the node inside the model, such as `root/scaler.node`. */
  readonly node?: string;
  readonly op?: string;
}

/** Thrown by loaders and codecs, collected per row by scorers. The message is fit for a client: no stack, no paths of the host. */
export class ScoringError extends Error {
  readonly code: ScoringErrorCode;
  readonly place: ScoringErrorPlace;

  constructor(code: ScoringErrorCode, message: string, place: ScoringErrorPlace = {}) {
    super(message);
    this.name = 'ScoringError';
    this.code = code;
    this.place = place;
  }

  /** For `JSON.stringify`: name, code, message and place; values that JSON cannot hold as texts. */
  toJSON(): { name: string; code: ScoringErrorCode; message: string; place: ScoringErrorPlace } {
    const { name, code, message, place } = this;
    return { name, code, message, place: 'value' in place ? { ...place, value: plainValue(place.value) } : place };
  }
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean' ? value : String(value);
}
