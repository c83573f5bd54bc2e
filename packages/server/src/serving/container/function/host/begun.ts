import { openSync, writeSync } from 'node:fs';
import { begunFile } from '../../process/wire.ts';

/** Keeps the number of the request that this process works on where the server finds it if the process ends. */
export class Begun {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(4);

  constructor(socketPath: string) {
    this.#file = openSync(begunFile(socketPath), 'w');
    this.note(0);
  }

  note(id: number): void {
    this.#bytes.writeUInt32LE(id);
    writeSync(this.#file, this.#bytes, 0, 4, 0);
  }
}
