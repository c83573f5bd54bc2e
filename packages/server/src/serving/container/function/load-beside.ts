import { once } from 'node:events';
import type { RunningProcess } from '../process/container-process.ts';
import type { StartupOptions } from '../process/wait-until-healthy.ts';
import type { NativesBeside } from './natives-beside.ts';
import { nativesPath } from './natives-path.ts';

/**
 * Has a process load native containers beside its function. Gives why it cannot, if it says so: the server then asks the containers one by
 * one, as without this. Rejects, once the process is gone, where it does not answer in time: it might never answer anything.
 */
export async function loadBeside(
  { message }: NativesBeside,
  { child, dispatcher, ask }: Required<RunningProcess>,
  { signal, timeoutMs }: StartupOptions,
): Promise<string | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const answered = ask({ body: message }, nativesPath).then(
    ({ status, body }) => (status === 200 ? undefined : body.toString()),
    (error: unknown) => String(error),
  );
  const isOver = limit.aborted ? Promise.resolve([]) : once(limit, 'abort');
  const why = await Promise.race([answered, isOver]);
  if (!Array.isArray(why)) return why && `the containers before it are not loaded beside it: ${why}`;
  child.kill();
  await Promise.all([dispatcher.destroy(), child.exited]);
  throw new Error(`The function's process did not load the containers before it within ${timeoutMs / 1000} seconds.`);
}
