/** What runs a container outside this process, as those see it that watch over it. */
export interface RunningChild {
  /** Of its process group; undefined where it has none on this machine. */
  readonly pid: number | undefined;
  /** How it ended; undefined while it runs. */
  readonly ending: string | undefined;
  /** The end of its output, oldest first. */
  readonly lastLines: readonly string[];
  /** Resolves as soon as it has ended, with how. Never rejects. */
  readonly gone: Promise<string>;
  /** The same, once nothing of it is left. */
  readonly exited: Promise<string>;
  /** It serves from now on. */
  onServing(): void;
  /** Whether it is about to end, or has just ended; false where that is unknown. Never rejects. */
  isEnding(): Promise<boolean>;
  /** SIGTERM, and SIGKILL after the grace. Resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
  kill(): void;
}
