import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from '../../util/crc32c.ts';
import { crc64Nvme } from '../../util/crc64-nvme.ts';

/** The checksums that S3 knows besides MD5 (S3 API reference, "Checking object integrity"). */
export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Checksums of one body as S3 writes them: base64 of the big-endian bytes. */
export type Checksums = Readonly<Partial<Record<ChecksumAlgorithm, string>>>;

/** A checksum under way. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  return starters[algorithm]();
}

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return (checksumAlgorithms as readonly string[]).includes(name);
}

const starters: Record<ChecksumAlgorithm, () => RunningChecksum> = {
  crc32: () => runCrc32(crc32),
  crc32c: () => runCrc32(crc32c),
  crc64nvme: () => {
    let value = 0n;
    return {
      update: (chunk) => {
        value = crc64Nvme(chunk, value);
      },
      digest: () => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64BE(value);
        return bytes;
      },
    };
  },
  sha1: () => createHash('sha1'),
  sha256: () => createHash('sha256'),
};

function runCrc32(continueCrc: (chunk: Uint8Array, value: number) => number): RunningChecksum {
  let value = 0;
  return {
    update: (chunk) => {
      value = continueCrc(chunk, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
