import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ClientTest,
  type ClientTestId,
  clients,
  clientTests,
} from '../packages/server/test/support/client-features.ts';
import { withClients } from '../scripts/clients/page.ts';

const root = resolve(import.meta.dirname, '..');
const rows = Object.entries(clientTests) as [ClientTestId, ClientTest][];

/** How often a test takes something of a row from the table. */
function uses(text: string, what: 'titleOf' | 'casesOf' | 'refusalsOf', id: ClientTestId): number {
  return text.split(`${what}('${id}')`).length - 1;
}

it('docs/clients.md is of the tests as they are: `sh scripts/with-node.sh scripts/generate-clients.ts` writes it', () => {
  const page = readFileSync(join(root, 'docs/clients.md'), 'utf8');
  expect(page).toBe(withClients(page));
});

describe.each(rows)('%s', (id, { client, file, passed, refused }) => {
  const text = readFileSync(join(root, 'packages/server/test', `${file}.test.ts`), 'utf8');

  it('is the title of one test, and of a client that the page says how to point here', () => {
    expect([uses(text, 'titleOf', id), Object.keys(clients)]).toEqual([1, expect.arrayContaining([client])]);
  });

  it('has its cases and sentences compared by that test', () => {
    const isByCase = passed !== undefined && !Array.isArray(passed);
    expect([uses(text, 'casesOf', id), uses(text, 'refusalsOf', id)]).toEqual([
      isByCase ? 1 : 0,
      refused === undefined ? 0 : 1,
    ]);
    expect(passed ?? refused).toBeDefined();
  });
});

it('clients have rows', () => {
  const named = rows.map(([, { client }]) => client);
  expect(Object.keys(clients).filter((client) => !named.includes(client))).toEqual([]);
});
