import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { findPythonEnvironment } from '../packages/server/test/support/python-environment.ts';
import { testCache } from '../packages/server/test/support/start-server.ts';
import { PageRunner, patternOf, stepsOf } from './support/page-runner.ts';

const root = resolve(import.meta.dirname, '..');
const steps = stepsOf(readFileSync(join(root, 'docs/tutorial.md'), 'utf8'));
const python = await findPythonEnvironment(['scikit-learn==1.7.2', 'pandas==2.3.3', 'boto3==1.43.11']);

const folder = mkdtempSync(join(tmpdir(), 'catenary-tutorial-'));
let runner: PageRunner;
let port: number;

beforeAll(async () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(join(root, 'catenary'), join(bin, 'catenary'));
  port = await freePort();
  const work = join(folder, 'work');
  mkdirSync(work);
  runner = new PageRunner(work, {
    PATH: `${bin}:${dirname(python?.python ?? '')}:${process.env.PATH}`,
    HOME: folder,
    CATENARY_PORT: String(port),
    CATENARY_ENVIRONMENTS: testCache,
  });
});
afterAll(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(python === undefined)('docs/tutorial.md (skipped where scikit-learn cannot be installed)', () => {
  it('has files and commands', () => {
    expect(steps.length).toBeGreaterThan(15);
  });

  const named = steps.map((step) => ('file' in step ? `saves ${step.file}` : step.command));
  it.each(steps.map((step, at) => [named[at], step] as const))('%s', { timeout: 400_000 }, async (_name, step) => {
    if ('file' in step) {
      runner.save(step.file, step.content);
      return;
    }
    const printed = (await runner.run(step.command)).replaceAll(`:${port}`, ':4747');
    expect(printed).toMatch(patternOf(step.expected));
  });
});
