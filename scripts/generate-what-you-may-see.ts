/**
 * Makes every mistake of packages/server/test/mistakes and writes docs/what-you-may-see.md:
 * sh scripts/with-node.sh scripts/generate-what-you-may-see.ts [words of those to be made again]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakes } from '../packages/server/test/mistakes/mistakes.ts';
import { mistakesPage, readMistakesPage } from '../packages/server/test/mistakes/mistakes-page.ts';
import { see } from '../packages/server/test/mistakes/see.ts';
import { closeSharedServer } from '../packages/server/test/mistakes/shared-server.ts';

const path = join(import.meta.dirname, '../docs/what-you-may-see.md');
const sayings = new Map(readMistakesPage(existsSync(path) ? readFileSync(path, 'utf8') : ''));
const wanted = process.argv.slice(2);

for (const { mistakes: group } of mistakes) {
  for (const mistake of group) {
    const { done, lacks } = mistake;
    if (!wanted.every((word) => done.includes(word))) continue;
    if (lacks === undefined) {
      const { said, left } = await see(mistake);
      sayings.set(done, said);
      process.stdout.write(`${done}\n  ${said}\n${left.map((name) => `  left behind: ${name}\n`).join('')}`);
      writeFileSync(path, mistakesPage(mistakes, sayings));
    } else process.stdout.write(`${done}\n  not made: needs ${lacks}\n`);
  }
}
writeFileSync(path, mistakesPage(mistakes, sayings));
await closeSharedServer();
