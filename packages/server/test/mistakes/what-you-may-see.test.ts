import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../support/start-server.ts';
import { mistakes } from './mistakes.ts';
import { mistakesPage, readMistakesPage } from './mistakes-page.ts';
import { see } from './see.ts';
import { closeSharedServer } from './shared-server.ts';

const page = readFileSync(join(root, 'docs/what-you-may-see.md'), 'utf8');
const sayings = readMistakesPage(page);

/** The most that is said of one mistake, characters: as much as a FailureReason may have. */
const most = 1024;

describe('the page of mistakes', () => {
  it('has every mistake, and no other', () => {
    expect(page).toBe(mistakesPage(mistakes, sayings));
  });

  it.each([...sayings])('is short, one line and without a stack: %s', (_done, said) => {
    expect(said.length).toBeLessThanOrEqual(most);
    expect(said).toMatch(/^[^\n]{20,}$/);
    expect(said).not.toMatch(/ {4}at |Traceback|node:internal/);
  });
});

afterAll(closeSharedServer);

describe.each(mistakes)('$title', (group) => {
  for (const mistake of group.mistakes) {
    const lacks = mistake.lacks === undefined ? '' : ` (needs ${mistake.lacks})`;
    it.skipIf(mistake.lacks !== undefined)(`${mistake.done}: is answered as the page says${lacks}`, async () => {
      const { said, left } = await see(mistake);
      expect(said).toBe(sayings.get(mistake.done));
      expect(left).toEqual([]);
    });
  }
});
