import { type FileHandle, open } from 'node:fs/promises';
import { isObject } from '../../util/is-object.ts';
import type { ObjectResult } from './object-task.ts';

/** A line of the file. */
export type DriverLine =
  | { readonly id: number; readonly said: ObjectResult }
  | { readonly failure: string }
  | { readonly done: true };

const chunkBytes = 1024 * 1024;

/** The file that a driver of Spark adds a line to for each object that is done, read while it grows. */
export class ResultFile {
  readonly #file: FileHandle;
  readonly #buffer = Buffer.alloc(chunkBytes);
  /** The bytes of a line that has not ended yet. */
  #rest: Buffer[] = [];

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Makes it, empty. */
  static async create(path: string): Promise<ResultFile> {
    return new ResultFile(await open(path, 'w+', 0o600));
  }

  /** Lines that have come since they were asked for. */
  async read(): Promise<DriverLine[]> {
    const lines: DriverLine[] = [];
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, chunkBytes);
      if (bytesRead === 0) return lines;
      let start = 0;
      for (let end = this.#endAfter(start, bytesRead); end >= 0; end = this.#endAfter(start, bytesRead)) {
        lines.push(this.#lineTo(start, end));
        start = end + 1;
      }
      this.#rest.push(Buffer.from(this.#buffer.subarray(start, bytesRead)));
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #endAfter(start: number, length: number): number {
    return this.#buffer.subarray(0, length).indexOf(10, start);
  }

  #lineTo(start: number, end: number): DriverLine {
    const line = Buffer.concat([...this.#rest, this.#buffer.subarray(start, end)]).toString();
    this.#rest = [];
    return readLine(line);
  }
}

/** The driver has the result of an object from `catenary` on a worker, which may be of another version. */
function readLine(line: string): DriverLine {
  const read: unknown = JSON.parse(line);
  if (isObject(read)) {
    const { id, said, failure, done } = read;
    if (done === true) return { done };
    if (typeof failure === 'string') return { failure };
    if (typeof id === 'number' && isObject(said) && typeof said.records === 'number' && Array.isArray(said.lines))
      return { id, said: said as unknown as ObjectResult };
  }
  return {
    failure: 'A worker answered with no result of a task: install the same version of Catenary on all workers.',
  };
}
