/** What became of an asynchronous request. */
export type Outcome = Completed | Failed;

export interface Completed {
  readonly status: 'Completed';
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

export interface Failed {
  readonly status: 'Failed';
  /** For its caller: in the failure object and in notifications. */
  readonly reason: string;
}

/** It cannot be answered now; it goes back to waiting until then, milliseconds since 1970. */
export interface Postponed {
  readonly status: 'Postponed';
  readonly due: number;
}

export const failed = (reason: string): Failed => ({ status: 'Failed', reason });
