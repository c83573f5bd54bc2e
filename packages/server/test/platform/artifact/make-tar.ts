/** An entry of a tar archive to make, valid or not: written by hand, so that a test can say anything in it. */
export interface TarEntry {
  /** Raw bytes of the name, one a character. */
  readonly name: string;
  readonly content?: string | Buffer;
  /** Type flag; default a plain file. */
  readonly type?: string;
  /** The size field as text or raw bytes; default the content's. */
  readonly sizeField?: Buffer;
  readonly mode?: number;
}

/** POSIX.1-1988 header (name 0, mode 100, size 124, checksum 148, type 156, magic 257) and content, padded to 512. */
export function tarEntry({ name, content = '', type = '0', sizeField, mode = 0o644 }: TarEntry): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1');
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'latin1');
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1');
  (sizeField ?? Buffer.from(`${bytes.length.toString(8).padStart(11, '0')}\0`)).copy(header, 124);
  header.write(' '.repeat(8), 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A PAX record: its own length, in decimal, is part of it. */
export function paxRecord(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
}

/** The whole archive with its end mark of two zero blocks. */
export function makeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)]);
}
