import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeServerState } from '../../src/entry/write-server-state.ts';
import { createLogger } from '../../src/platform/observe/logger.ts';

it('does not say for ever that endpoints are loading that were loaded while it was written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-state-'));
  const path = join(folder, 'server.json');
  let looks = 0;
  const accounts = {
    // One at the first look, none at any later one.
    get loadingCount() {
      return looks++ === 0 ? 1 : 0;
    },
    whenLoaded: () => Promise.resolve(),
  };
  const facts = { url: 'http://127.0.0.1:1', tlsCert: '', region: 'us-east-1', accessKeyId: 'AKIATEST' };
  const state = await writeServerState(path, {
    ...facts,
    accounts,
    log: createLogger({ level: 'silent', pretty: false }),
  });
  await state.loaded;
  expect(JSON.parse(readFileSync(path, 'utf8'))).not.toHaveProperty('loading');
  await state.remove();
  rmSync(folder, { recursive: true });
});
