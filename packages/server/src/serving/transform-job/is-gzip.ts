import type { TransformRequest } from '../records/transform-request.ts';

/**
 * Whether an object is decompressed before it is split: if the job says so, or, where the job says nothing and takes lines,
 * if its name ends in `.gz`. No line of a compressed object means anything, so a folder may hold both.
 */
export function isGzip(key: string, { TransformInput: input }: Pick<TransformRequest, 'TransformInput'>): boolean {
  if (input.CompressionType !== undefined) return input.CompressionType === 'Gzip';
  return input.SplitType === 'Line' && key.toLowerCase().endsWith('.gz');
}
