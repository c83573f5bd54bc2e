/**
 * Damages golden model files of XGBoost, LightGBM and CatBoost at random and scores what still loads: the deep form of the
 * properties in `packages/scoring/test/boosters`. Only answers and ScoringErrors may come of it, within a second
 * and 256 MB each.
 *
 *     sh scripts/with-node.sh scripts/soak-boosters.ts [first seed, 1] [seeds, 20000] [part of a file's path]
 *
 * Prints each seed that broke a rule, and how many files were refused; ends with 1 if a rule was broken.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModelFile } from '../packages/scoring/src/model-file/open-model-file.ts';
import { readInput } from '../packages/scoring/src/model-file/read-input.ts';
import { ScoringError } from '../packages/scoring/src/scoring-error.ts';

const maxMilliseconds = 1000;
const maxGrownBytes = 256 * 2 ** 20;
const [first = 1, seeds = 20_000] = process.argv.slice(2, 4).map(Number);
const golden = join(import.meta.dirname, '../test/golden');
const files = globSync(
  ['xgboost*/**/*.{json,ubj,pkl,joblib}', 'xgboost/*/xgboost-model', 'lightgbm/*.txt', 'catboost/*.json'],
  { cwd: golden },
)
  .filter((path) => !path.endsWith('case.json') && path.includes(process.argv[4] ?? ''))
  .sort()
  .map((path) => ({ path, bytes: readFileSync(join(golden, path)) }));

/** Lehmer's generator (minstd): whole numbers from 0 up to, not including, `below`. */
function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 7919 + 1) % 2147483647;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** What headers and counts turn on. */
const lies = [
  '-1',
  '0',
  '1',
  '255',
  '65536',
  '2147483647',
  '4294967295',
  '9007199254740993',
  '1e308',
  'NaN',
  '-Infinity',
  '',
  'x',
];
const lyingBytes = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

type Damage = (bytes: Buffer, random: (below: number) => number) => Buffer;

const damages: readonly Damage[] = [
  function changeBytes(bytes, random) {
    const changed = Buffer.from(bytes);
    for (let left = 1 + random(4); left > 0; left--) changed[random(changed.length)] = random(256);
    return changed;
  },
  function lieAboutSizes(bytes, random) {
    const changed = Buffer.from(bytes);
    const at = random(Math.min(changed.length, 4096));
    changed.fill(lyingBytes[random(lyingBytes.length)] as number, at, Math.min(changed.length, at + 1 + random(8)));
    return changed;
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  function removeBytes(bytes, random) {
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(16))]);
  },
  function repeatBytes(bytes, random) {
    const at = random(bytes.length);
    const part = bytes.subarray(at, at + 1 + random(64));
    return Buffer.concat([
      bytes.subarray(0, at),
      ...Array.from({ length: 1 + random(200) }, () => part),
      bytes.subarray(at),
    ]);
  },
  function changeNumber(bytes, random) {
    const text = bytes.toString('latin1');
    const from = random(text.length);
    const found = /-?\d[\d.eE+-]*/.exec(text.slice(from, from + 2000));
    if (found === null) return bytes;
    const at = from + found.index;
    const lie = lies[random(lies.length)] as string;
    return Buffer.from(text.slice(0, at) + lie + text.slice(at + found[0].length), 'latin1');
  },
];

/** Two rows as wide as the model says, within reason. */
function score(path: string, bytes: Uint8Array): void {
  const model = openModelFile(path, bytes);
  const { featureCount = 8 } = model.describe().details as { featureCount?: number };
  const row = Array.from({ length: Math.min(featureCount, 600) }, (_none, at) => at - 3).join(',');
  const input = readInput(`${row}\n${row}\n`, { format: 'csv', hasHeader: false }, model);
  for (const method of model.methods) model.call(method, input);
}

let refused = 0;
for (let seed = first; seed < first + seeds; seed++) {
  const random = randomNumbers(seed);
  const { path, bytes } = files[random(files.length)] as (typeof files)[number];
  const damaged = (damages[random(damages.length)] as Damage)(bytes, random);
  const [since, { rss }] = [performance.now(), process.memoryUsage()];
  let problem: string | undefined;
  try {
    score(path, damaged);
  } catch (error) {
    if (error instanceof ScoringError) refused++;
    else problem = (error as Error).stack;
  }
  const took = performance.now() - since;
  if (took > maxMilliseconds) problem ??= `took ${took.toFixed(0)} ms`;
  const grown = process.memoryUsage().rss - rss;
  if (grown > maxGrownBytes) problem ??= `took ${(grown / 2 ** 20).toFixed(0)} MB`;
  if (problem === undefined) continue;
  process.stdout.write(`seed ${seed}, ${path}: ${problem}\n`);
  process.exitCode = 1;
}
process.stdout.write(`${seeds} damaged files: ${refused} refused, the others scored\n`);
