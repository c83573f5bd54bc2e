import type { Dispatcher } from 'undici';
import type { ChildProcess } from './child-process.ts';
import type { AskProcess, RunningProcess } from './container-process.ts';
import { type StartupOptions, waitUntilHealthy } from './wait-until-healthy.ts';

/** What a worker of ours writes last if it cannot serve: in one line, where the lines before it are the log's. */
const startMark = 'start failed: ';

interface StartingWorker {
  readonly child: ChildProcess;
  readonly dispatcher: Dispatcher;
  readonly ask?: AskProcess;
  /** What does not start, as the subject of a sentence: `The function`. */
  readonly subject: string;
}

/** Waits until a worker has loaded what it serves: only then does it listen. Rejects, once it is gone, with what it said of that. */
export async function awaitWorker(starting: StartingWorker, options: StartupOptions): Promise<RunningProcess> {
  const { subject, ...running } = starting;
  const { child, dispatcher } = running;
  try {
    await waitUntilHealthy(child, dispatcher, options);
    return running;
  } catch (error) {
    child.kill();
    await Promise.all([dispatcher.destroy(), child.exited]);
    const said = child.lastLines.findLast((line) => line.startsWith(startMark));
    throw said === undefined ? error : new Error(`${subject} does not start: ${said.slice(startMark.length)}.`);
  }
}
