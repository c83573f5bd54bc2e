import type { Lane } from './lane.ts';

/** A worker that answers only errors while the others of a container do not is replaced. */
export function judgeAnswer({ worker, errors }: Lane, status: number, lanes: readonly Lane[]): void {
  if (lanes.length === 1) return;
  errors.add(status, performance.now());
  if (status < 500) return;
  const others = lanes.map((lane) => lane.errors).filter((other) => other !== errors);
  if (!errors.isOddOneOut(others)) return;
  errors.forget();
  worker.replace('it answers only errors, and the other workers do not');
}
