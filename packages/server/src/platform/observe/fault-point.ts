/** A place where tests can have this process killed or an error thrown, by its name. */
export type FaultName =
  | 'before-checkpoint'
  | 'after-checkpoint'
  | 'before-part-upload'
  | 'after-part-upload'
  | 'before-publish'
  | 'after-publish'
  | 'before-capture'
  | 'spool-write'
  | 'endpoint-start'
  | 'before-step'
  | 'after-step'
  | 'before-async-result'
  | 'after-async-result';

interface Fault {
  readonly action: string;
  readonly name: string;
  /** Happens when the place is reached for this time. */
  remaining: number;
}

let faults: readonly Fault[] = [];

/**
 * Arms faults, for tests only: `action@place:times`, separated by commas. `kill@before-checkpoint:3` ends this process by
 * SIGKILL at the third checkpoint; `ENOSPC@spool-write:2` throws that error, then and ever after (a disk stays full).
 */
export function armFaults(plan: string): void {
  faults = plan.split(',').map((text) => {
    const [, action, name, times] = /^(\w+)@([\w-]+):(\d+)$/.exec(text) ?? [];
    if (action === undefined || name === undefined) throw new Error(`not a fault: "${text}"`);
    return { action, name, remaining: Number(times) };
  });
}

/** Costs nothing but a call where nothing is armed. */
export function faultPoint(name: FaultName): void {
  for (const fault of faults) {
    if (fault.name !== name || --fault.remaining > 0) continue;
    if (fault.action === 'kill') process.kill(process.pid, 'SIGKILL');
    else throw Object.assign(new Error(`${fault.action}: injected at ${name}`), { code: fault.action });
  }
}
