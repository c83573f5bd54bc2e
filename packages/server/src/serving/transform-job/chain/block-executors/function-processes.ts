import type { LaunchOptions } from '../../../container/launch-stages.ts';
import type { Stage } from '../../../container/stage.ts';

/** How long processes wait for another job, milliseconds. */
const keptMs = 60_000;

/** Whom processes run for, which changes with each job. */
type Owner = Pick<LaunchOptions, 'owner' | 'onLine'>;

/** Processes of a function with the whole chain, and what they are. */
interface Running {
  readonly key: string;
  readonly stage: Stage;
  /** Read whenever a line is written. */
  readonly options: LaunchOptions & { -readonly [member in keyof Owner]: Owner[member] };
}

/** Processes for one job. */
export interface TakenProcesses {
  readonly stage: Stage;
  /** Distinguishes this job from those that the processes had before. */
  readonly job: number;
  /** The job is over, and they have nothing to do. */
  giveBack(): Promise<void>;
}

export interface WantedProcesses {
  /** Equal for processes that are equal in all but the job; undefined for those that no second job may have. */
  readonly key: string | undefined;
  readonly options: LaunchOptions;
  /** Starts them; reads `owner` and `onLine` of the options anew for each line. */
  readonly launch: (options: LaunchOptions) => Promise<Stage>;
}

/**
 * The processes that functions of jobs run in. Those whose job is over wait a while for another one with the same chain, loaded and
 * compiled: their start is half of what a job of a million rows costs. One chain's are kept, the last.
 */
export class FunctionProcesses {
  #kept: { readonly running: Running; readonly timer: NodeJS.Timeout } | undefined;
  #isClosed = false;
  #lastJob = 0;

  /** Those that wait, or new ones. Rejects as their start does. */
  async take({ key, options, launch }: WantedProcesses): Promise<TakenProcesses> {
    const running = this.#takeKept(key) ?? (await start(key ?? '', options, launch));
    const { owner, onLine } = options;
    Object.assign(running.options, { owner, onLine });
    const giveBack = () => (key === undefined ? running.stage.close() : this.#keep(running));
    return { stage: running.stage, job: ++this.#lastJob, giveBack };
  }

  /** Ends those that wait, and all that are given back from now on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#forget()?.stage.close();
  }

  #takeKept(key: string | undefined): Running | undefined {
    return this.#kept?.running.key === key ? this.#forget() : undefined;
  }

  async #keep(running: Running): Promise<void> {
    const before = this.#isClosed ? running : this.#forget();
    if (!this.#isClosed) {
      const timer = setTimeout(() => void this.#forget()?.stage.close(), keptMs).unref();
      this.#kept = { running, timer };
    }
    await before?.stage.close();
  }

  #forget(): Running | undefined {
    const { running, timer } = this.#kept ?? {};
    clearTimeout(timer);
    this.#kept = undefined;
    return running;
  }
}

async function start(key: string, given: LaunchOptions, launch: WantedProcesses['launch']): Promise<Running> {
  const options = { ...given };
  return { key, options, stage: await launch(options) };
}
