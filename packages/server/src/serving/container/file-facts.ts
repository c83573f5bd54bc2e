/** A column of a file, as its header or its schema describes it. */
export interface FileColumn {
  readonly name: string;
  /** What pandas calls it, where the header has the name twice, or none. */
  readonly pandasName?: string;
  /** Its cells were booleans, which are written as `true` and `false`. */
  readonly isBoolean?: boolean;
  /** It holds no texts, so that an empty cell is null. */
  readonly isNoText?: boolean;
}

/**
 * What holds for all records of a file, passed to a native container with a request that has some of them, so that no
 * record is read differently because of the request that it is in. Plain data: it is passed between threads.
 */
export interface FileFacts {
  /**
   * The file's first record that can be read: what a container derives from the first line of a request, it derives
   * from this one. Absent where each record is a request of its own.
   */
  readonly firstRecord?: Uint8Array;
  /** Each record is to be read as if it were a request of its own, which it is to the caller. */
  readonly isEachAlone?: boolean;
  /** Whether the request begins where the file does. */
  readonly isStart: boolean;
  /** Columns in the order of the cells, if the file names them. */
  readonly columns?: readonly FileColumn[];
  /**
   * Whether they and their order are the job's choice, so that they are taken by position, whatever their names are.
   */
  readonly areChosen?: boolean;
}
