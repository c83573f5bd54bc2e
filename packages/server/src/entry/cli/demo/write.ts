import { alignColumns } from '../align-columns.ts';

/** One line of the demo's account. */
export function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Starts to count; what it returns says how long it has been: `0.31 s`. */
export function stopwatch(): () => string {
  const since = performance.now();
  return () => `${((performance.now() - since) / 1000).toFixed(2)} s`;
}

/** Columns padded to their widest cell, the first line a heading. */
export function table(rows: readonly (readonly string[])[]): string {
  return alignColumns(rows)
    .lines.map((line) => `  ${line}`)
    .join('\n');
}

/** Redraws one line on a terminal; elsewhere only what is final is written. */
export function progressBar(done: number, all: number, note: string): void {
  if (process.stdout.isTTY !== true) return;
  const share = all === 0 ? 0 : Math.min(1, done / all);
  const filled = Math.round(share * 30);
  process.stdout.write(`\r  [${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${note}\u001b[K`);
}
