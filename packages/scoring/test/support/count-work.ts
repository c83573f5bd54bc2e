/**
 * One process from the import of a door to its rows, with what it does counted instead of timed: `node --conditions=source count-work.ts DOOR LOADER
 * FILE` prints `CountedWork` as JSON. Counts are the engine's own (precise coverage), so that they are the same on a busy machine.
 */
import { readFileSync, statSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Cell, Model } from '../../src/index.ts';

/** What was done; functions are those of the package. */
export interface CountedWork {
  /** From the import to the first row. */
  readonly start: {
    readonly calls: number;
    readonly files: number;
    /** Of these files. */
    readonly kilobytes: number;
    /** WebAssembly modules that were compiled. */
    readonly kernels: number;
  };
  /** Calls of functions for a further row by `predictOne`. */
  readonly callsOfOneRow: number;
  /** Calls of functions for 1,000 rows by one `predict`. */
  readonly callsOfThousandRows: number;
}

const source = pathToFileURL(resolve(import.meta.dirname, '../../src')).href;
const [door = '', loader = '', path = ''] = process.argv.slice(2);

const engine = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } }).WebAssembly;
let kernels = 0;
engine.Module = new Proxy(engine.Module, {
  construct(target, words: [Uint8Array]) {
    kernels++;
    return new target(...words);
  },
});

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

/** Calls since it was asked for the last time, and the files that they are of. */
async function takeCounts(): Promise<{ calls: number; files: readonly string[] }> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const own = result.filter(({ url }) => url.startsWith(source));
  const calls = own.flatMap(({ functions }) => functions.map(({ ranges: [whole] }) => whole?.count ?? 0));
  return { calls: calls.reduce((sum, count) => sum + count, 0), files: own.map(({ url }) => fileURLToPath(url)) };
}

/** A row that any of the models takes. */
const rowOf = ({ inputs }: Model): (Cell | number[])[] =>
  inputs.map(({ type, dataType }, at) => {
    if (type === 'category' || type === 'string') return ['Fair', 'H', 'VS2'][at % 3] ?? '';
    if (type !== 'vector') return at / 3;
    return Array.from({ length: Number(/\d+/.exec(dataType ?? '')?.[0] ?? 3) }, (_none, place) => place / 2);
  });

const bytes = readFileSync(path);
const importDoor = async (name: string) => (await import(`${source}/${name}.ts`)) as Record<string, Loader>;
type Loader = (source: unknown) => Model | Promise<Model>;

/** Loaders of one format take the files of an archive. */
async function openFiles(): Promise<unknown> {
  if (!path.endsWith('.gz')) return bytes;
  return (await importDoor('archive'))['openArchive']?.(bytes);
}

const model = await (await importDoor(door))[loader]?.(await openFiles());
if (model === undefined) throw new Error(`There is no ${loader} in ${door}.`);
const row = rowOf(model) as Parameters<Model['predictOne']>[0];
model.predictOne(row);
const { calls, files } = await takeCounts();
const kilobytes = Math.round(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000);
const start = { calls, files: files.length, kilobytes, kernels };
// The second row may still make what later ones find.
model.predictOne(row);
await takeCounts();
model.predictOne(row);
const { calls: callsOfOneRow } = await takeCounts();
const rows = Array.from({ length: 1000 }, () => row) as Parameters<Model['predict']>[0];
model.predict(rows);
await takeCounts();
model.predict(rows);
const { calls: callsOfThousandRows } = await takeCounts();
process.stdout.write(JSON.stringify({ start, callsOfOneRow, callsOfThousandRows } satisfies CountedWork));
