import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One measured line of a table. */
export interface Row {
  readonly name: string;
  readonly [figure: string]: string | number;
}

/** Minimum, median and p95 of a function's time per call, microseconds; warmed up first. */
export function timeCalls(
  run: () => void,
  options: { readonly calls?: number; readonly rounds?: number } = {},
): { min: number; median: number; p95: number } {
  const { calls = 1000, rounds = 30 } = options;
  for (let call = 0; call < calls * 3; call++) run();
  const times = Array.from({ length: rounds }, () => {
    const since = performance.now();
    for (let call = 0; call < calls; call++) run();
    return ((performance.now() - since) * 1000) / calls;
  }).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] as number;
  return { min: at(0), median: at(0.5), p95: at(0.95) };
}

/** The middle of the values in their order, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
}

export function printTable(title: string, rows: readonly Row[]): void {
  process.stdout.write(`\n${title}\n`);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_name, at) => Math.max(...cells.map((line) => (line[at] as string).length)));
  for (const line of cells)
    process.stdout.write(`| ${line.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |\n`);
}

/** Several at once, until all have been made. */
export async function inLanes(count: number, lanes: number, run: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** One load of one server. */
export interface Load {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further headers, of each request at such a place: 10 for every tenth. */
  readonly sometimes?: { readonly every: number; readonly headers: Readonly<Record<string, string>> };
  readonly connections: number;
  readonly seconds: number;
  /** Core for the load generator (`taskset`). */
  readonly core?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  readonly errors: number;
}

export function hasWrk(): boolean {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Runs wrk (a Debian package) with one thread and says what it saw. */
export async function load(load: Load): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
  const script = join(folder, 'request.lua');
  const assign = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `wrk.headers[${lua(name)}] = ${lua(value)}`);
  const report = `done = function(summary, latency)
    local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
    io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors))
  end`;
  const words = ['wrk.method = "POST"', `wrk.body = ${lua(load.body)}`, ...assign(load.headers), report];
  if (load.sometimes !== undefined) {
    const { every, headers } = load.sometimes;
    const further = ['local usual = wrk.format()', ...assign(headers), 'local other = wrk.format()'];
    const choose = `request = function() count = count + 1; return count % ${every} == 0 and other or usual end`;
    words.push('local count = 0', 'function init()', ...further, choose, 'end');
  }
  writeFileSync(script, words.join('\n'));
  const wrk = ['wrk', '-t1', `-c${load.connections}`, `-d${load.seconds}s`, '-s', script, load.url];
  const command = load.core === undefined ? wrk : ['taskset', '-c', String(load.core), ...wrk];
  const output = await run(command);
  rmSync(folder, { recursive: true });
  const [requests, micros, p50, p99, errors] = (/RESULT (.*)/.exec(output)?.[1] ?? '').split(' ').map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { requests, requestsPerSecond: Math.round((requests / micros) * 1e6), p50Micros: p50, p99Micros: p99, errors };
}

/** A Lua string literal: every byte by its number, so that no body can break out of it. */
const lua = (text: string) =>
  `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;

function run(command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command[0]} ended with ${code}: ${output}`)),
    );
  });
}
