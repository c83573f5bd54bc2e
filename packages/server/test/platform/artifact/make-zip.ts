import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip archive to make, valid or not. */
export interface ZipEntry {
  /** Raw bytes of the name, one a character. */
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix mode with the kind of file, as archives made on Unix say it. */
  readonly mode?: number;
  readonly isStored?: boolean;
  /** What the directory says instead of the truth. */
  readonly says?: { readonly size?: number; readonly crc?: number; readonly flags?: number };
}

/** The whole archive: local headers and contents, the directory, and its end (PKWARE's APPNOTE 4.3). */
export function makeZip(entries: readonly ZipEntry[], count = entries.length): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = zipEntry(entry, offset);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

function zipEntry({ name, content = '', mode = 0o100644, isStored = false, says = {} }: ZipEntry, offset: number) {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, 'latin1');
  const packed = isStored ? bytes : deflateRawSync(bytes);
  const rawName = Buffer.from(name, 'latin1');
  // From the version to the length of the extra field, the same in both headers.
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(says.flags ?? 0x800, 2);
  shared.writeUInt16LE(isStored ? 0 : 8, 4);
  shared.writeUInt32LE(says.crc ?? crc32(bytes), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(says.size ?? bytes.length, 18);
  shared.writeUInt16LE(rawName.length, 22);
  const made = Buffer.alloc(6);
  made.writeUInt32LE(0x02014b50, 0);
  made.writeUInt16LE((3 << 8) | 20, 4); // made on Unix
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, rawName, packed]),
    central: Buffer.concat([made, shared, rest, rawName]),
  };
}
