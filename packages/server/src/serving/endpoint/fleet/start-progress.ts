/** Which container of an endpoint is being started. */
export interface StartingContainer {
  readonly endpoint: string;
  readonly variant: string;
  readonly hostname: string;
}

interface Step extends StartingContainer {
  readonly doing: string;
  /** When its first step began, milliseconds since 1970. */
  readonly since: number;
}

/** What starts that take long are doing, for those who wait for them: the environment of Python that is being made. */
export class StartProgress {
  readonly #now: () => number;
  /** By endpoint, then by variant and container. */
  readonly #steps = new Map<string, Map<string, Step>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(container: StartingContainer, doing: string): void {
    const { endpoint, variant, hostname } = container;
    const steps = this.#steps.get(endpoint) ?? new Map<string, Step>();
    const key = JSON.stringify([variant, hostname]);
    this.#steps.set(endpoint, steps.set(key, { ...container, doing, since: steps.get(key)?.since ?? this.#now() }));
  }

  /** Its start has ended. */
  forget(endpoint: string): void {
    this.#steps.delete(endpoint);
  }

  /** What is being done, container by container; undefined if nothing is known of a start. */
  describe(endpoint: string): object[] | undefined {
    const steps = this.#steps.get(endpoint);
    if (steps === undefined) return undefined;
    return [...steps.values()].map(({ variant, hostname, doing, since }) => {
      return { variant, hostname, doing, seconds: (this.#now() - since) / 1000 };
    });
  }
}
