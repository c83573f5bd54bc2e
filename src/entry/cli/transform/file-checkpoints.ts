import { open, readFile, rename } from 'node:fs/promises';
import type { CheckpointStore, JobCheckpoint } from '../../../serving/transform-job/checkpoint.ts';
import type { InputObject } from '../../../serving/transform-job/input-objects.ts';

interface Kept {
  readonly objects: InputObject[];
  readonly checkpoint: JobCheckpoint;
}

/** The checkpoints of the one job of a command, in a file that is replaced whole and synced each time. */
export class FileCheckpoints implements CheckpointStore {
  readonly #path: string;
  #objects: readonly InputObject[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<Kept | undefined> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const kept = JSON.parse(text) as Kept;
    this.#objects = kept.objects;
    return kept;
  }

  async begin(objects: readonly InputObject[], checkpoint: JobCheckpoint): Promise<void> {
    this.#objects = objects;
    await this.save(checkpoint);
  }

  async save(checkpoint: JobCheckpoint): Promise<void> {
    const file = await open(`${this.#path}.new`, 'w');
    try {
      await file.writeFile(JSON.stringify({ objects: this.#objects, checkpoint }));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#path}.new`, this.#path);
  }
}
