import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');
const entry = resolve(src, 'index.ts');
/** Every file that a door loads at once, and every package name that is imported on the way. */
function reach(start: string): { files: string[]; packages: string[] } {
  const files = new Set([start]);
  const packages = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, what = '', name] of text.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)'/gm)) {
      // Types are not there when it runs.
      if (/^type |^\{( *type [\w ]+,?)* *\} $/.test(what)) continue;
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

  it('imports the package for Parquet only when a pipeline of Spark is loaded', () => {
    const code = readFileSync(resolve(src, 'doors/load.ts'), 'utf8');
    expect(
      [...code.matchAll(/^import \{[^}]*\} from '(\.\/load-(?!options)\w+\.ts)'/gm)].map(([, name]) => name),
    ).toEqual([]);
    expect([...code.matchAll(/await import\('(.+?)'\)/g)].map(([, name]) => name)).toContain('./load-spark.ts');
  });

  it.each(Object.entries(doors))(
    'has a door %s, of the same things and without the readers of other models',
    (name, foreign) => {
      const names = reach(resolve(src, `${name}.ts`)).files.map((file) => relative(src, file));
      expect(names.length).toBeGreaterThan(10);
      expect(names.filter((file) => foreign.test(file))).toEqual([]);
    },
  );
});

/** Door -> what it must not reach. */
const doors: Readonly<Record<string, RegExp>> = {
  xgboost:
    /^(sklearn\/(?!in-slice)|spark\/(?!op-booster|saved-boosters)|pickle|boosters\/(lightgbm|catboost)\/(?!lightgbm-model))/,
  lightgbm: /^(sklearn\/(?!in-slice)|spark\/(?!op-booster|saved-boosters)|pickle|boosters\/(catboost))/,
  catboost: /^(sklearn\/(?!in-slice)|spark\/|pickle|boosters\/(lightgbm|xgboost))/,
  sklearn: /^spark\//,
  mleap: /^(sklearn\/(?!in-slice)|pickle|spark\/from-spark-save)/,
  spark: /^(sklearn\/(?!in-slice)|pickle|spark\/from-mleap-bundle)/,
  archive: /^(sklearn|pickle|kernels)\//,
};
