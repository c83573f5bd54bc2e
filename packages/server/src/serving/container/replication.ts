/** Which replica a request goes to (RoutingConfig of a production variant). */
export type RoutingStrategy = 'RANDOM' | 'LEAST_OUTSTANDING_REQUESTS';

/** In how many copies a container runs, where it runs outside this process, and how requests are shared among them. */
export interface Replication {
  readonly count: number;
  readonly routing: RoutingStrategy;
}

/** A container that was not asked for in several copies has one. */
export const oneReplica: Replication = { count: 1, routing: 'RANDOM' };

/** The copies that a container runs in, whose number can be changed while it answers. */
export interface Replicas {
  readonly count: number;
  /** Those that requests go to now: a replica whose processes have ended, or were found to hang, gets none until it is back. */
  readonly readyCount: number;
  /**
   * Starts further copies, or lets some finish their requests and stops them. Rejects with a reason fit for
   * FailureReason; then there are as many as before.
   */
  resize(count: number, signal: AbortSignal): Promise<void>;
}
