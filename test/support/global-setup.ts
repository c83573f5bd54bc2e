import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs once before all tests: what every worker needs and none should do twice. Everything temporary is made in one folder,
 * which goes at the end, whatever a test left behind; its name is short because sockets are made in it. Environments that
 * take long to make outlive the run.
 */
export default function setup(): () => void {
  process.env.CATENARY_TEST = '1';
  process.env.CATENARY_TEST_CACHE ??= join(tmpdir(), 'catenary-test-cache');
  const own = mkdtempSync(join(tmpdir(), 'ct-'));
  process.env.TMPDIR = own;
  return () => rmSync(own, { recursive: true, force: true, maxRetries: 3 });
}
