import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expressionsIn, root, type Verdicts, verdictsFile } from '../test/support/expressions.ts';

/**
 * Tells of each regular expression of both packages whether its time is linear in the text, and writes the verdicts into
 * `test/expressions.json`. `recheck` proves it by automata; what it has no words for needs a reason, written by hand into the
 * table (`reasoned`), which is kept. `--all` proves again what the table has. About a minute for all of them.
 */

interface Diagnostics {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  readonly complexity?: { readonly summary: string };
  readonly attack?: { readonly pattern: string };
  readonly error?: { readonly kind: string };
}
type CheckSync = (source: string, flags: string, options: object) => Diagnostics;

function openChecker(): CheckSync {
  const folder = join(root, '.tools/recheck');
  const entry = join(folder, 'node_modules/recheck/lib/browser.js');
  if (!existsSync(entry)) {
    const args = ['install', '--ignore-scripts', '--omit=optional', '--no-save', '--prefix', folder, 'recheck@4.5.0'];
    execFileSync('npm', args, { stdio: 'inherit' });
  }
  return (createRequire(import.meta.url)(entry) as { checkSync: CheckSync }).checkSync;
}

const kept: Verdicts = process.argv.includes('--all')
  ? { linear: [], reasoned: JSON.parse(readFileSync(verdictsFile, 'utf8')).reasoned }
  : JSON.parse(readFileSync(verdictsFile, 'utf8'));
const expressions = [...new Set(expressionsIn('packages/*/src').map(({ expression }) => expression))].sort();
const linear = new Set(kept.linear);
let isGood = true;
let check: CheckSync | undefined;
for (const expression of expressions) {
  if (linear.has(expression) || Object.hasOwn(kept.reasoned, expression)) continue;
  check ??= openChecker();
  const end = expression.lastIndexOf('/');
  const options = { checker: 'automaton', timeout: null };
  const found = check(expression.slice(1, end), expression.slice(end + 1), options);
  if (found.status === 'safe') {
    linear.add(expression);
    continue;
  }
  isGood = false;
  const why = found.complexity?.summary ?? found.error?.kind ?? '';
  console.error(
    `${expression}: ${found.status} (${why})${found.attack === undefined ? '' : `, by ${found.attack.pattern}`}`,
  );
}
const reasoned = Object.fromEntries(Object.entries(kept.reasoned).filter(([key]) => expressions.includes(key)));
const table: Verdicts = { linear: expressions.filter((expression) => linear.has(expression)), reasoned };
writeFileSync(verdictsFile, `${JSON.stringify(table, undefined, 1)}\n`);
process.exitCode = isGood ? 0 : 1;
