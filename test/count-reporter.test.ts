import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The last lines of a run over one file with this text, and its exit status. */
function runOf(name: string, text: string) {
  writeFileSync(join(folder, `${name}.test.js`), text);
  const options = ['run', name, '--root', folder, '--globals'];
  const reporter = ['--reporter', join(root, 'test/support/count-reporter.ts')];
  const run = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...options, ...reporter]);
  return { lines: run.stdout.toString().trimEnd().split('\n'), status: run.status };
}

/** What turns a run red is always among the counted failures: the end of a log is all that is kept of it. */
describe('the line of counts', () => {
  it('counts tests that passed, failed and were skipped', () => {
    const { lines, status } = runOf(
      'tests',
      `it('right', () => {}); it('wrong', () => expect(1).toBe(2)); it.skip('later', () => {});`,
    );
    expect(lines).toEqual([
      'skipped: later',
      'failed: tests.test.js > wrong: expected 1 to be 2 // Object.is equality',
      '1 passed, 1 failed, 1 skipped',
    ]);
    expect(status).toBe(1);
  });

  it('counts a file that cannot be loaded', () => {
    const { lines, status } = runOf('broken', `throw new Error('no such module');`);
    expect(lines).toEqual(['failed: broken.test.js: no such module', '0 passed, 1 failed, 0 skipped']);
    expect(status).toBe(1);
  });

  it('counts a set-up that fails, beside the tests that it skips', () => {
    const { lines, status } = runOf(
      'set-up',
      `describe('store', () => { beforeAll(() => { throw new Error('port taken'); }); it('reads', () => {}); });`,
    );
    expect(lines).toEqual([
      'skipped: store > reads',
      'failed: set-up.test.js > store: port taken',
      '0 passed, 1 failed, 1 skipped',
    ]);
    expect(status).toBe(1);
  });

  it('counts an error that no test handled', () => {
    const { lines, status } = runOf(
      'unhandled',
      `it('late', async () => { Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 50)); });`,
    );
    expect(lines).toEqual(['failed: unhandled error: lost', '1 passed, 1 failed, 0 skipped']);
    expect(status).toBe(1);
  });
});
