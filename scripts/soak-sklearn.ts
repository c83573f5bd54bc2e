/**
 * Changes bytes of the golden scikit-learn models at random and scores what still loads: the deep form of the property in
 * `packages/scoring/test/sklearn/refusals.test.ts`. Only answers and ScoringErrors may come of it, within a second each.
 *
 *     sh scripts/with-node.sh scripts/soak-sklearn.ts [first seed, 0] [seeds, 100000] [part of a case's name]
 *
 * Prints each seed that took long or threw something else, and ends with 1 if there was one. A seed that never ends is the
 * one shown when the process is stopped by hand: progress is on standard error.
 */
import { writeSync } from 'node:fs';
import type { Matrix } from '../packages/scoring/src/frame/table.ts';
import { ScoringError } from '../packages/scoring/src/scoring-error.ts';
import { loadSklearn } from '../packages/scoring/src/sklearn/load-sklearn.ts';
import { goldenCases, readModelFile } from '../packages/scoring/test/sklearn/golden-cases.ts';

const MAX_MILLISECONDS = 1000;
const [first = 0, seeds = 100_000] = process.argv.slice(2, 4).map(Number);
const files = goldenCases()
  .filter(({ name, files: models }) => name.includes(process.argv[4] ?? '') && models.includes('model.joblib'))
  .map(({ name }) => ({ name, bytes: readModelFile(name) }));

/** The "mulberry32" generator: 32 random bits a call, the same for the same seed. */
function randomBits(seed: number): () => number {
  let state = Math.imul(seed, 7919) + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return (bits ^ (bits >>> 14)) >>> 0;
  };
}

/** One to four bytes become any byte, lose or gain a bit, or take a value that headers and counts turn on. */
function change(bytes: Uint8Array, random: () => number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let left = 1 + (random() % 4); left > 0; left--) {
    const at = random() % changed.length;
    const old = changed[at] as number;
    const values = [random() & 255, old ^ (1 << (random() % 8)), [0, 1, 0x7f, 0x80, 0xff][random() % 5] as number];
    changed[at] = values[random() % 3] as number;
  }
  return changed;
}

/** Rows of 2, -1, 0, 1 ...: whatever the model answers, only a `ScoringError` may be thrown. */
function score(bytes: Uint8Array): void {
  const model = refused(() => loadSklearn(bytes));
  if (model === undefined) return;
  const columns = Math.min(model.columns ?? 5, 100);
  const values = Float64Array.from({ length: columns * 2 }, (_none, at) => at - 3);
  const table: Matrix = { kind: 'matrix', rows: 2, columns, values };
  for (const method of model.methods) refused(() => model.call(method, table));
}

function refused<Answer>(run: () => Answer): Answer | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScoringError) return undefined;
    throw error;
  }
}

for (let seed = first; seed < first + seeds; seed++) {
  const random = randomBits(seed);
  const { name, bytes } = files[random() % files.length] as (typeof files)[number];
  const changed = change(bytes, random);
  if (process.stderr.isTTY) writeSync(2, `\rseed ${seed}, ${name}\u001b[K`);
  const since = performance.now();
  let problem: string | undefined;
  try {
    score(changed);
  } catch (error) {
    problem = (error as Error).stack;
  }
  const took = performance.now() - since;
  if (took > MAX_MILLISECONDS) problem ??= `took ${took.toFixed(0)} ms`;
  if (problem === undefined) continue;
  process.stdout.write(`seed ${seed}, ${name}: ${problem}\n`);
  process.exitCode = 1;
}
