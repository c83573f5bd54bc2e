import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What documents say of the code is looked up by the files that they name: a file that has gone is found here. */

const root = resolve(import.meta.dirname, '..');
const sources = globSync(['packages/*/{src,test}/**/*', 'test/*', 'test/*/*.ts', 'bench/**/*.ts', 'scripts/**/*'], {
  cwd: root,
});
/** Every file and folder by the ends of its path: `chain.ts`, `invocation/chain.ts` ... */
const ends = new Set(
  sources.flatMap((path) => {
    const parts = path.split('/');
    return parts.map((_, at) => parts.slice(at).join('/'));
  }),
);

/** Sources that a text names: `name.ts`, `folder/name.ts`; a pattern such as `<name>.ts` is none. */
const namedIn = (text: string) =>
  [...text.matchAll(/(?<![\w<>*{},.-])((?:[\w@-]+\/)*[\w-]+(?:\.test)?\.(?:ts|py|sh))(?![\w>])/g)].map(
    ([, name]) => name as string,
  );

const missing = (document: string) =>
  namedIn(readFileSync(join(root, document), 'utf8')).filter(
    (name) => !ends.has(name) && !existsSync(join(root, name)),
  );

/** The lines of a walk: a block of indented lines with arrows, deeper ones called by the one they stand under. */
const walks = (text: string) =>
  text.split(/\n(?! {4})/).filter((block) => /^ {4}.* -> /m.test(block) && namedIn(block).length > 4);

describe('documents name files that exist', () => {
  it.each(['ARCHITECTURE.md', 'docs/glossary.md', 'docs/lifecycles.md', 'docs/README.md'])('%s', (document) => {
    expect(missing(document)).toEqual([]);
  });

  it('ARCHITECTURE.md walks one request and one batch record through the server', () => {
    const [request = '', record = ''] = walks(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
    expect(namedIn(request)).toEqual(expect.arrayContaining(['entry/http/server.ts', 'serving/invocation/chain.ts']));
    expect(namedIn(record)).toEqual(
      expect.arrayContaining(['splitters.ts', 'chain/transform-block.ts', 'record-sinks.ts']),
    );
  });

  it('CONTRIBUTING.md maps the golden cases: every folder, with a script and a test that there are', () => {
    const [, section = ''] = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split('## Golden cases\n');
    const map = section.split('\n## ')[0] ?? '';
    const rows = [...map.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, folder = '']) => folder);
    const folders = globSync('test/golden/*/', { cwd: root }).map((path) => basename(path));
    expect(rows.toSorted()).toEqual(folders.toSorted());
    const paths = [...map.matchAll(/`((?:scripts|packages|test)\/[\w./-]+\.\w+)`/g)].map(([, path]) => path as string);
    expect(paths.length).toBeGreaterThan(rows.length);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('docs/README.md has every document', () => {
    const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
    const documents = globSync('docs/*.md', { cwd: root }).map((path) => path.replace('docs/', ''));
    expect(documents.filter((name) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([]);
  });

  it('finds a file that has gone', () => {
    expect(namedIn('`serving/gone.ts`, <name>.ts, operations/<service>/<name>.ts')).toEqual(['serving/gone.ts']);
  });
});
