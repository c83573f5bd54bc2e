/** What stands before the body of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly contentType?: string;
  readonly customAttributes?: string;
  readonly sessionId?: string;
  readonly closedSessionId?: string;
  /** The body is delimited only by the end of the connection. */
  readonly endsWithConnection?: boolean;
}

/** Holds back the sender of an answer, and lets it go on. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** Takes a container's answer part by part, as it comes. What is no 2xx is not taken: it is an answer as any other. */
export interface AnswerParts {
  /** From then on the request is not sent again: the caller has some of the answer. */
  readonly hasBegun: boolean;
  begin(head: AnswerHead, flow: Flow): void;
  add(part: Buffer): void;
}
