/** One cell of a row: text, number, true or false, or null for what is empty. Cells of JSON may be lists and objects. */
export type Cell = string | number | boolean | null | readonly unknown[] | { readonly [name: string]: unknown };

/** One row by the names of its columns. */
export type Row = Record<string, Cell>;

/** The same rows as columns of equal length: a `Float64Array` where every cell is a number. */
export interface Columns {
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, Float64Array | readonly Cell[]>>;
  readonly rowCount: number;
}

/** What `invoke` is given, by the module's `input`. */
export interface InputForms {
  readonly rows: Row[];
  readonly columns: Columns;
  /** The body as JSON, whatever its Content-Type. */
  readonly json: unknown;
  readonly bytes: Buffer;
}

/** What a function knows of a request besides its body. */
export interface FunctionContext<Model> {
  /** What `load` gave; undefined without one. */
  readonly model: Model;
  readonly contentType: string | undefined;
  /** What the caller wants back; only the last container of a chain gets it. */
  readonly accept: string | undefined;
  readonly customAttributes: string | undefined;
  readonly inferenceId: string | undefined;
  /** The container's Environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the request with this message and a status from 400 to 599; 400 by default. */
  refuse(message: string, status?: number): never;
}

/** An answer with a Content-Type of the function's own. */
export interface TypedAnswer {
  readonly body: string | Uint8Array;
  readonly contentType: string;
}

/**
 * What `invoke` answers: rows (objects by column name, lists, or single values), columns of equal length, text or bytes as
 * they are, or, where `input` is `json`, any value.
 */
export type FunctionAnswer =
  | readonly unknown[]
  | { readonly columns: Readonly<Record<string, readonly unknown[] | Float64Array>> }
  | string
  | Uint8Array
  | TypedAnswer;

/** What `handler.ts`, `handler.mts`, `handler.mjs` or `handler.js` of an archive exports. */
export interface FunctionModule {
  /** What `invoke` is given; `rows` by default. */
  readonly input?: keyof InputForms;
  /** Names of the columns of rows that come without; by default `column-0`, `column-1` ... */
  readonly columns?: readonly string[];
  /** Called once, before the first request, with the folder of the unpacked archive. */
  load?(modelDirectory: string): unknown;
  /** Answers a `FunctionAnswer`, or its promise. */
  invoke(input: unknown, context: FunctionContext<unknown>): unknown;
}
