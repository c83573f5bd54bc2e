import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../support/start-server.ts';
import { readMistakesPage } from './mistakes-page.ts';
import { Place } from './place.ts';
import { notFollowed, remedies } from './remedies.ts';
import { closeSharedServer } from './shared-server.ts';

/** What docs/what-you-may-see.md advises is done, and helps. */
const sayings = readMistakesPage(readFileSync(join(root, 'docs/what-you-may-see.md'), 'utf8'));

afterAll(closeSharedServer);

describe('every mistake of docs/what-you-may-see.md', () => {
  it('has a remedy that is followed below, or a reason why it is not', () => {
    const named = [...remedies.map(({ done }) => done), ...Object.keys(notFollowed)];
    expect(named.toSorted()).toEqual([...sayings.keys()].toSorted());
  });
});

describe('the advice', () => {
  it.each(remedies)('against $done helps: $words', { timeout: 200_000 }, async (remedy) => {
    expect(sayings.get(remedy.done)).toContain(remedy.words);
    const place = new Place();
    try {
      await remedy.follow(place);
    } finally {
      await place.remove();
    }
  });
});
