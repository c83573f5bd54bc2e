import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointStore, JobCheckpoint } from '../../../serving/transform-job/ledger/checkpoint.ts';
import { checkpointJson, readInputObjects } from '../../../serving/transform-job/ledger/checkpoint-json.ts';
import type { InputObject } from '../../../serving/transform-job/records/input-objects.ts';

/**
 * The checkpoints of the one job of a command: two files of its folder, each replaced whole and synced. The list of
 * objects is written once: of a hundred thousand it is 13 MB, and checkpoints are written by the second.
 */
export class FileCheckpoints implements CheckpointStore {
  readonly #objects: string;
  readonly #checkpoint: string;

  constructor(folder: string) {
    this.#objects = join(folder, 'objects.json');
    this.#checkpoint = join(folder, 'checkpoint.json');
  }

  async load(): Promise<{ objects: InputObject[]; checkpoint: JobCheckpoint } | undefined> {
    const checkpoint = await readFile(this.#checkpoint, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (checkpoint === undefined) return undefined;
    const objects = await readFile(this.#objects, 'utf8');
    return {
      objects: readInputObjects(objects, this.#objects),
      checkpoint: checkpointJson.decode(checkpoint, this.#checkpoint),
    };
  }

  /** The list first: without a checkpoint it has no owner. */
  async begin(objects: readonly InputObject[], checkpoint: JobCheckpoint): Promise<void> {
    await replace(this.#objects, JSON.stringify(objects));
    await this.save(checkpoint);
  }

  async save(checkpoint: JobCheckpoint): Promise<void> {
    await replace(this.#checkpoint, checkpointJson.encode(checkpoint));
  }
}

/** Whether the folder of a job has what another run can continue with. */
export const isBegun = (folder: string): boolean => existsSync(join(folder, 'checkpoint.json'));

async function replace(path: string, content: string): Promise<void> {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
