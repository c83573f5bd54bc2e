import { own } from '@catenary/scoring/internal/names';

/** What an instance of AWS's has. */
export interface InstanceSize {
  readonly cpus: number;
  readonly memoryMB: number;
}

/** GiB of memory for each core, by the letter of a family. Source: Amazon EC2 instance types. */
const perCore: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, t: 4 };

/** Cores of sizes that are not a number of times `xlarge`, which has four. */
const smallSizes: ReadonlyMap<string, number> = new Map([
  ['large', 2],
  ['xlarge', 4],
]);

/**
 * The cores and the memory of general, compute and memory instances, such as `ml.m5.large`; undefined for any other family and for
 * sizes that are out of line (`ml.t2.medium`): of those nothing is known here.
 */
export function instanceSize(type: string): InstanceSize | undefined {
  const [, family = '', size = ''] = /^ml\.([cr][5-9]|[mt][2-9])[a-z]*\.(\d*x?large)$/.exec(type) ?? [];
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  const cpus = times === undefined ? smallSizes.get(size) : Number(times) * 4;
  const memory = own(perCore, family.charAt(0));
  return cpus === undefined || memory === undefined ? undefined : { cpus, memoryMB: cpus * memory * 1024 };
}
