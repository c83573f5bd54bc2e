import type { Times } from './read-figures.ts';

/** `0.038 ms`; nothing where nothing was answered yet. */
export function showMicros({ count }: Times, micros: number): string {
  return count === 0 ? '' : `${(micros / 1000).toFixed(3)} ms`;
}
