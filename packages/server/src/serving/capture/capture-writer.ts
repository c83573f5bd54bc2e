import { randomUUID } from 'node:crypto';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { type CaptureFolder, captureKey, hourOf } from './capture-key.ts';
import { LineBuffer } from './line-buffer.ts';

export interface CaptureWriterOptions {
  readonly objects: Pick<ObjectStore, 'putObject'>;
  /** Whether captured data may take room on the disk. */
  readonly hasRoom: () => Promise<boolean>;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Most time that a line waits for its file, milliseconds. */
  readonly maxAgeMs?: number;
}

/** Lines of one folder that become a file. */
interface Batch {
  readonly folder: CaptureFolder;
  readonly time: number;
  readonly lines: LineBuffer;
}

/** A file is written when it has this many bytes, or its first line is this old, milliseconds. */
const fileBytes = 4 * 1024 ** 2;
const fileAgeMs = 60_000;
/** Most bytes of all lines that wait; what comes beyond is dropped. */
const maxWaitingBytes = 32 * 1024 ** 2;
/** After a write that failed, lines are dropped for so long. */
const pauseMs = 10_000;

/**
 * Writes lines of captured data to files in the object store. It never holds up a request: lines wait in memory, bounded,
 * and when files cannot be written, capture pauses, and what comes meanwhile is dropped.
 */
export class CaptureWriter {
  readonly #options: CaptureWriterOptions;
  readonly #open = new Map<string, Batch>();
  readonly #names = new WeakMap<CaptureFolder, string>();
  /** Files that are complete and not written yet, in order. */
  #full: Batch[] = [];
  #bytes = 0;
  #dropped = 0;
  #isPaused = false;
  #work: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: CaptureWriterOptions) {
    this.#options = options;
  }

  /** Files could not be written a moment ago. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Takes a line with its newline. */
  add(folder: CaptureFolder, line: string, time: number): void {
    if (this.#isPaused || this.#bytes + line.length > maxWaitingBytes) {
      this.#dropped++;
      return;
    }
    const name = this.#nameOf(folder);
    const open = this.#open.get(name);
    const batch = open !== undefined && hourOf(open.time) === hourOf(time) ? open : this.#begin(name, folder, time);
    const before = batch.lines.bytes;
    batch.lines.add(line);
    this.#bytes += batch.lines.bytes - before;
    if (batch.lines.bytes >= fileBytes) this.#complete(name);
  }

  /** Writes all that waits. Never rejects. */
  async flush(): Promise<void> {
    for (const name of this.#open.keys()) this.#complete(name);
    await this.#work;
  }

  async close(): Promise<void> {
    this.#isPaused = false;
    await this.flush();
    clearTimeout(this.#timer);
  }

  /** The same for folders that are the same; who adds many lines gives the same object. */
  #nameOf(folder: CaptureFolder): string {
    let name = this.#names.get(folder);
    if (name === undefined) {
      name = nameOf(folder);
      this.#names.set(folder, name);
    }
    return name;
  }

  #begin(name: string, folder: CaptureFolder, time: number): Batch {
    this.#complete(name);
    const batch = { folder, time, lines: new LineBuffer() };
    this.#open.set(name, batch);
    const { maxAgeMs = fileAgeMs } = this.#options;
    setTimeout(() => {
      if (this.#open.get(name) === batch) this.#complete(name);
    }, maxAgeMs).unref();
    return batch;
  }

  #complete(name: string): void {
    const batch = this.#open.get(name);
    if (batch === undefined) return;
    this.#open.delete(name);
    this.#full.push(batch);
    this.#write();
  }

  #write(): void {
    if (this.#isPaused) return;
    this.#work ??= this.#writeAll().finally(() => {
      this.#work = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    for (let batch = this.#full[0]; batch !== undefined; batch = this.#full[0]) {
      try {
        await this.#writeFile(batch);
      } catch (error) {
        this.#pause(error);
        return;
      }
      this.#full.shift();
      this.#bytes -= batch.lines.bytes;
      this.#tellDropped();
    }
  }

  async #writeFile({ folder, time, lines }: Batch): Promise<void> {
    const { objects, hasRoom } = this.#options;
    if (!(await hasRoom())) throw new Error('the disk is nearly full');
    await objects.putObject(captureKey(folder, time, randomUUID()), lines.chunks(), {
      contentType: 'application/jsonlines',
    });
  }

  #pause(error: unknown): void {
    const { log } = this.#options;
    if (this.#timer === undefined) log.warn({ err: error }, 'captured data cannot be written: capture pauses');
    this.#isPaused = true;
    this.#timer = setTimeout(() => {
      this.#isPaused = false;
      this.#write();
    }, pauseMs).unref();
  }

  #tellDropped(): void {
    this.#timer = undefined;
    if (this.#dropped === 0) return;
    this.#options.log.warn({ requests: this.#dropped }, 'requests were answered and not captured');
    this.#dropped = 0;
  }
}

const nameOf = ({ destination, endpoint, variant }: CaptureFolder) =>
  JSON.stringify([destination.bucket, destination.key, endpoint, variant]);
