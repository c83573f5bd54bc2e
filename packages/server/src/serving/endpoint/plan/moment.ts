/** When the plan is asked. */
export interface Moment {
  /** By the monotonic clock of this process, milliseconds. */
  readonly uptime: number;
  /** Milliseconds since 1970: what is stored, other servers and later runs read. */
  readonly date: number;
  /** When this process began, milliseconds since 1970: before that it watched nothing. */
  readonly startedAt?: number | undefined;
  /** How long an endpoint is in progress at least, milliseconds. */
  readonly leastBusyMs?: number | undefined;
}
