import { ArtifactError } from './artifact-error.ts';

/** How much an archive may unpack to. */
export interface ArchiveLimits {
  /** Bytes of all files together. */
  readonly maxBytes: number;
  /** Unpacked bytes for one packed byte, after the first 10 MiB. */
  readonly maxRatio: number;
  readonly maxEntries: number;
  /** Directories above a file, and the file itself. */
  readonly maxDepth: number;
  /** Bytes of UTF-8. */
  readonly maxPathBytes: number;
}

const gibibyte = 1024 ** 3;

export const diskLimits: ArchiveLimits = {
  maxBytes: 20 * gibibyte,
  maxRatio: 200,
  maxEntries: 100_000,
  maxDepth: 32,
  maxPathBytes: 1024,
};

export const memoryLimits: ArchiveLimits = { ...diskLimits, maxBytes: 2 * gibibyte };

/** The ratio is not looked at before: a small file of zeros is no attack. */
const ratioFreeBytes = 10 * 1024 * 1024;

/** Throws if this many unpacked bytes from this many packed ones are too many. */
export function checkExpansion(packed: number, unpacked: number, limits: ArchiveLimits): void {
  if (unpacked > ratioFreeBytes && unpacked > packed * limits.maxRatio)
    throw new ArtifactError(
      `The archive unpacks to more than ${limits.maxRatio} times its size (${unpacked} bytes from ${packed}): refused as a decompression bomb.`,
    );
}
