import { S3Error } from '../../operations/s3/s3-error.ts';
import type { ByteReader } from '../../util/byte-reader.ts';
import { malformedForm } from './malformed-form.ts';

/** Largest part of a form before its file (S3 API reference, "POST Object": 20 KB). */
const maxHeadBytes = 20 * 1024;

/** The part of a form before its file, read from delimiter to delimiter. Never holds more than it may have. */
export class FormHead {
  readonly #reader: ByteReader;
  readonly #bytes = Buffer.alloc(maxHeadBytes);
  #length = 0;
  #at = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** All before the next delimiter, which is passed over. */
  async readTo(delimiter: Buffer): Promise<Buffer> {
    for (let from = this.#at; ; ) {
      const end = this.#bytes.subarray(0, this.#length).indexOf(delimiter, from);
      if (end >= 0) {
        const found = this.#bytes.subarray(this.#at, end);
        this.#at = end + delimiter.length;
        return found;
      }
      from = Math.max(this.#at, this.#length - delimiter.length + 1);
      await this.#readMore();
    }
  }

  /** After a boundary: whether it was the last one. If not, the line break that follows is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#length - this.#at < 2) await this.#readMore();
    return this.#bytes.toString('latin1', this.#at, this.#at + 2) === '--';
  }

  /** Gives back what was read beyond the head. */
  giveBack(): void {
    this.#reader.unread(this.#bytes.subarray(this.#at, this.#length));
    this.#at = this.#length;
  }

  async #readMore(): Promise<void> {
    const room = maxHeadBytes - this.#length;
    if (room === 0)
      throw new S3Error(
        'MaxPostPreDataLengthExceeded',
        `Your POST request fields preceding the upload file were too large: they may have ${maxHeadBytes} bytes.`,
      );
    const some = await this.#reader.readSome(room);
    if (some.length === 0) throw malformedForm('It ends before its file.');
    this.#bytes.set(some, this.#length);
    this.#length += some.length;
  }
}
