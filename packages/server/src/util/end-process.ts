import { endThread } from './end-thread.ts';
import { liveThreads } from './start-thread.ts';

/**
 * Ends this process, after all that is to be kept was closed. `process.exit()` waits for threads: if one cannot be ended, the process
 * ends by SIGKILL instead of with its exit code.
 */
export async function endProcess(code: number): Promise<never> {
  const ended = await Promise.all(liveThreads().map(endThread));
  if (ended.includes(false)) process.kill(process.pid, 'SIGKILL');
  return process.exit(code);
}
