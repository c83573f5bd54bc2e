import { statfs } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

/** How much of this machine is used. */
export interface MachineUse {
  /** Percent of each processor, added up: four that are busy are 400. Since the last look; of the first, since the machine was started. */
  readonly cpu: number;
  readonly memory: number;
  /** Of the file system of the data folder. */
  readonly disk: number;
}

export class MachineUseMeter {
  readonly #folder: string;
  #last = { busy: 0, total: 0 };

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<MachineUse> {
    return { cpu: this.#readCpu(), memory: readMemory(), disk: await readDisk(this.#folder) };
  }

  #readCpu(): number {
    const processors = cpus();
    const times = processors.map(({ times: { user, nice, sys, irq, idle } }) => ({
      busy: user + nice + sys + irq,
      idle,
    }));
    const busy = times.reduce((sum, time) => sum + time.busy, 0);
    const total = times.reduce((sum, time) => sum + time.busy + time.idle, 0);
    const since = { busy: busy - this.#last.busy, total: total - this.#last.total };
    this.#last = { busy, total };
    return since.total <= 0 ? 0 : Math.max(0, (since.busy / since.total) * 100 * processors.length);
  }
}

/** Within the limit of this process's control group, where it has one. */
function readMemory(): number {
  const limit = Math.min(process.constrainedMemory() || Infinity, totalmem());
  return Math.min(100, Math.max(0, (1 - process.availableMemory() / limit) * 100));
}

async function readDisk(folder: string): Promise<number> {
  const { blocks, bavail } = await statfs(folder);
  return blocks === 0 ? 0 : (1 - bavail / blocks) * 100;
}
