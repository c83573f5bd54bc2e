import type { InputPlan } from '../plan/transform-plan.ts';

/**
 * Whether an object is decompressed before it is split: if the job says so, or, where the job says nothing and takes lines,
 * if its name ends in `.gz`. No line of a compressed object means anything, so a folder may hold both.
 */
export function isGzip(key: string, compression: InputPlan['compression']): boolean {
  return compression === 'gzip' || (compression === 'by-name' && key.toLowerCase().endsWith('.gz'));
}
