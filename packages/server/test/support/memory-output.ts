import type { ObjectOutput, OutputState } from '../../src/platform/storage/object-output.ts';

/** An output in memory: opened again, it has the bytes that it had when it was saved. */
export class MemoryOutput implements ObjectOutput {
  bytes: Buffer;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.bytes = bytes;
  }

  get length(): number {
    return this.bytes.length;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.bytes = Buffer.concat([this.bytes, chunk]);
  }

  async sync(): Promise<OutputState> {
    return { length: this.length, isSealed: false, detail: {} };
  }

  async seal(): Promise<OutputState> {
    return { ...(await this.sync()), isSealed: true };
  }

  async publish(): Promise<never> {
    throw new Error('not asked for');
  }

  async abort(): Promise<void> {}
  async close(): Promise<void> {}
}
