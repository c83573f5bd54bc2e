import { stopGraceMs } from '../process/child-process.ts';
import type { RunningChild } from '../process/running-child.ts';
import { type Engine, EngineError } from './engine.ts';
import { readLog } from './read-log.ts';

/** What the engine says of a container. */
interface ContainerState {
  readonly pid: number;
  readonly isRunning: boolean;
  readonly exitCode: number;
  readonly isOutOfMemory: boolean;
  /** Port of this machine that leads to it; undefined without a network. */
  readonly hostPort: number | undefined;
}

const keptLines = 20;
/** The engine's own wait ends a moment after the grace. */
const stopMarginMs = 10_000;

/** A started container of an engine. It is removed when it has ended. */
export class OciContainer implements RunningChild {
  readonly pid = undefined;
  readonly gone: Promise<string>;
  readonly exited: Promise<string>;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #memoryMB: number | undefined;
  readonly #lastLines: string[] = [];
  #ending: string | undefined;

  constructor(engine: Engine, id: string, options: { onLine: (line: string) => void; memoryMB: number | undefined }) {
    this.#engine = engine;
    this.#id = id;
    this.#memoryMB = options.memoryMB;
    const log = readLog(engine, id, (line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > keptLines) this.#lastLines.shift();
      options.onLine(line);
    });
    this.gone = this.#watch();
    this.exited = this.#clean(log);
  }

  get ending(): string | undefined {
    return this.#ending;
  }

  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  state(): Promise<ContainerState> {
    return inspectContainer(this.#engine, this.#id);
  }

  onServing(): void {
    // The engine is asked whether it runs.
  }

  /** The engine reports it later than connections do. */
  isEnding(): Promise<boolean> {
    return this.state().then(
      ({ isRunning }) => !isRunning,
      () => false,
    );
  }

  async stop(graceMs = stopGraceMs): Promise<void> {
    const timer = setTimeout(() => this.kill(), graceMs + stopMarginMs);
    void this.#order(`/containers/${this.#id}/stop?t=${Math.ceil(graceMs / 1000)}`);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    void this.#order(`/containers/${this.#id}/kill?signal=SIGKILL`);
  }

  async #watch(): Promise<string> {
    try {
      await this.#engine.ask('POST', `/containers/${this.#id}/wait`);
      return describeEnd(await this.state(), this.#memoryMB);
    } catch (error) {
      return `the container is lost: ${(error as Error).message}`;
    }
  }

  async #clean(log: Promise<void>): Promise<string> {
    const ending = await this.gone;
    await log;
    this.#ending = ending;
    await removeContainer(this.#engine, this.#id);
    return ending;
  }

  /** What has ended cannot be ordered to. */
  #order(path: string): Promise<unknown> {
    return this.#engine.ask('POST', path).catch(() => undefined);
  }
}

async function inspectContainer(engine: Engine, id: string): Promise<ContainerState> {
  const { State: state, NetworkSettings: network } = (await engine.ask('GET', `/containers/${id}/json`)) as {
    readonly State: {
      readonly Pid?: number;
      readonly Running?: boolean;
      readonly ExitCode?: number;
      readonly OOMKilled?: boolean;
    };
    readonly NetworkSettings?: {
      readonly Ports?: Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>>;
    };
  };
  const [published] = Object.values(network?.Ports ?? {});
  const hostPort = Number(published?.[0]?.HostPort ?? 0);
  return {
    pid: state.Pid ?? 0,
    isRunning: state.Running !== false,
    exitCode: state.ExitCode ?? 0,
    isOutOfMemory: state.OOMKilled === true,
    hostPort: hostPort === 0 ? undefined : hostPort,
  };
}

/** Also while it runs; nothing is said if it is not there. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  try {
    await engine.ask('DELETE', `/containers/${id}?force=1&v=1`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** Not every engine reports who has killed it. */
function describeEnd({ exitCode, isOutOfMemory }: ContainerState, memoryMB: number | undefined): string {
  const limit = memoryMB === undefined ? 'the memory of the machine' : `its limit of memory of ${memoryMB} MiB`;
  if (isOutOfMemory) return `the container was killed, as it reached ${limit}`;
  if (exitCode === 137) return `the container was killed by SIGKILL (by hand, or as it reached ${limit})`;
  return `the container ended with exit code ${exitCode}`;
}
