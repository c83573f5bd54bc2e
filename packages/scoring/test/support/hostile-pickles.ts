import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pickles that would run code, read or write, by what they try: `scripts/make-golden/hostile_pickles.py`. */
export function hostilePickles(): Readonly<Record<string, Buffer>> {
  const path = join(import.meta.dirname, '../../../../test/golden/pickle/hostile.json');
  const files = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.entries(files).map(([title, text]) => [title, Buffer.from(text, 'base64')]));
}
