import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { findPythonEnvironment } from '../packages/server/test/support/python-environment.ts';
import { testCache } from '../packages/server/test/support/start-server.ts';
import { PageRunner, patternOf, stepsOf } from './support/page-runner.ts';

/** Pages whose commands are typed as they stand, each in a folder of its own with the examples in it. */
const root = resolve(import.meta.dirname, '..');
const pages = globSync(['docs/tutorial.md', 'docs/tutorials/*.md', 'docs/how-to/*.md'], { cwd: root }).toSorted();
const python = await findPythonEnvironment(['scikit-learn==1.7.2', 'pandas==2.3.3', 'boto3==1.43.11']);

describe.skipIf(python === undefined).each(pages)('%s (skipped where scikit-learn cannot be installed)', (page) => {
  const steps = stepsOf(readFileSync(join(root, page), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'catenary-page-'));
  let runner: PageRunner;
  let port: number;

  beforeAll(async () => {
    const [bin, work] = [join(folder, 'bin'), join(folder, 'work')];
    for (const place of [bin, work]) mkdirSync(place);
    symlinkSync(join(root, 'catenary'), join(bin, 'catenary'));
    cpSync(join(root, 'examples'), join(work, 'examples'), { recursive: true });
    port = await freePort();
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

  const named = steps.map((step) => ('file' in step ? `saves ${step.file}` : step.command.slice(0, 80)));
  it.each(steps.map((step, at) => [named[at], step] as const))('%s', { timeout: 400_000 }, async (_name, step) => {
    if ('file' in step) {
      runner.save(step.file, step.content);
      return;
    }
    const printed = async () => (await runner.run(step.command)).replaceAll(`:${port}`, ':4747');
    // Lines of a log are stored some time after the answer; every other command is typed once.
    if (/^catenary logs\b/.test(step.command))
      await expect.poll(printed, { timeout: 20_000, interval: 300 }).toMatch(patternOf(step.expected));
    else expect(await printed()).toMatch(patternOf(step.expected));
  });

  it('is no page of commands, or has some', () => {
    expect(steps.length === 0 || steps.length > 2).toBe(true);
  });
});
