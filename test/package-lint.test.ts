import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installLimitMs, installOnce } from '../packages/server/test/support/install-once.ts';
import { packPackages } from './support/installed-packages.ts';

/*
 * What others find wrong with packages, over the library as it would be published: whether the types of each door are found by those who
 * import it (attw), and whether its manifest says what is there (publint).
 */
const TOOLS = ['@arethetypeswrong/cli@0.18.5', 'publint@0.3.25'];
const tools = resolve(import.meta.dirname, '../.tools/package-lint-1');

const hasTools = await installOnce(tools, async () => {
  await writeFile(join(tools, 'package.json'), '{"private":true}\n');
  const words = ['install', '--prefix', tools, '--ignore-scripts', '--no-audit', '--no-fund', ...TOOLS];
  await promisify(execFile)('npm', words, { timeout: installLimitMs });
});

interface Analysis {
  readonly entrypoints: Readonly<Record<string, unknown>>;
  readonly problems: readonly { readonly resolutionKind?: string }[];
}

interface Message {
  readonly code: string;
  readonly path: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'catenary-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTools)('the packed library (skipped where attw and publint cannot be installed)', () => {
  let archive: string;
  beforeAll(() => {
    archive = packPackages(folder, ['@catenary/scoring']).get('@catenary/scoring') ?? '';
  });

  it('has types that every door leads to, for ESM and for bundlers', async () => {
    const attw = join(tools, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // It ends with status 1, so with an error here, if there is any problem. There is no CommonJS, on purpose.
    const words = [attw, archive, '--profile', 'esm-only', '--format', 'json'];
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 2 ** 26 });
    const { analysis } = JSON.parse(stdout) as { analysis: Analysis };
    const found = analysis.problems.filter(({ resolutionKind = '' }) => /^(node16-esm|bundler)$/.test(resolutionKind));
    expect(found).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toEqual(
      expect.arrayContaining([
        '.',
        './xgboost',
        './lightgbm',
        './catboost',
        './sklearn',
        './mleap',
        './spark',
        './archive',
      ]),
    );
  });

  it('has a manifest that says what is there', async () => {
    const { publint } = (await import(
      /* @vite-ignore */ pathToFileURL(join(tools, 'node_modules/publint/src/index-node.js')).href
    )) as { publint: (options: object) => Promise<{ messages: readonly Message[] }> };
    const { buffer, byteOffset, byteLength } = readFileSync(archive);
    const { messages } = await publint({
      pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
      strict: true,
    });
    // The condition `source` is of the checkout, where the sources are.
    expect(messages.filter(({ path }) => path.at(-1) !== 'source')).toEqual([]);
  });
});
