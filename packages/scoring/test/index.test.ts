import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as bundleDoor from '../src/bundles.ts';
import * as door from '../src/index.ts';

const src = resolve(import.meta.dirname, '../src');
const entry = resolve(src, 'index.ts');
/** Every file that the door reaches, and every package name that is imported on the way. */
function reach(start: string): { files: string[]; packages: string[] } {
  const files = new Set([start]);
  const packages = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      if ((name as string).startsWith('.')) files.add(resolve(dirname(file), name as string));
      else packages.add(name as string);
    }
  }
  return { files: [...files], packages: [...packages] };
}

describe('the door of the scoring library', () => {
  const { files, packages } = reach(entry);

  it('reaches every loader, and nothing outside packages/scoring/src', () => {
    const names = files.map((file) => relative(src, file));
    expect(names).toContain('spark/plan/compile-plan.ts');
    expect(names).toContain('sklearn/load-sklearn.ts');
    expect(names.filter((name) => name.startsWith('..'))).toEqual([]);
  });

  it('imports nothing from Node and one package only', () => {
    expect(packages).toEqual(['@bufbuild/protobuf/wire']);
  });

  it('uses no global of Node', () => {
    const node = /(?<![.\w'"`-])(?:Buffer|process|__dirname|require)(?=[.(])/;
    const code = (file: string) => readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
    expect(files.filter((file) => node.test(code(file))).map((file) => relative(src, file))).toEqual([]);
  });

  it('has a smaller door for bundles alone, of the same things and without the readers of other models', () => {
    const all = new Map<string, unknown>(Object.entries(door));
    for (const [name, value] of Object.entries(bundleDoor)) expect(all.get(name)).toBe(value);
    const names = reach(resolve(src, 'bundles.ts')).files.map((file) => relative(src, file));
    expect(names).toContain('spark/from-mleap-bundle/load-bundle.ts');
    expect(names.filter((name) => /^(sklearn|boosters|spark\/from-spark-save)\//.test(name))).toEqual([]);
  });

  it('has a door for saved pipelines, without the readers of other models', () => {
    const { files: reached, packages: needed } = reach(resolve(src, 'saved-pipelines.ts'));
    const names = reached.map((file) => relative(src, file));
    expect(names).toContain('spark/from-spark-save/load-saved-pipeline.ts');
    expect(names.filter((name) => /^(sklearn|boosters|model-file|spark\/from-mleap-bundle)\//.test(name))).toEqual([]);
    expect(needed.filter((name) => !/^(@bufbuild\/protobuf|hyparquet)/.test(name))).toEqual([]);
  });
});
