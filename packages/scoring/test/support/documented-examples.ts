import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/scoring-library.md'), 'utf8');

/** The examples of docs/scoring-library.md, with the lines that they are to print. */
export const examples = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => ({
  code,
  expected: [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text),
}));

/** Writes the files that the examples read into `folder`, and the examples beside them, as a strict project. */
export function writeExamples(folder: string, change: (code: string) => string = (code) => code): void {
  const copies = {
    'examples/diamonds/sparkml/model.tar.gz': 'features.tar.gz',
    'examples/diamonds/xgboost/model.tar.gz': 'booster.tar.gz',
    'test/golden/spark/3.3/pca/model.tar.gz': 'pipeline.tar.gz',
    'test/golden/sklearn/ada-multi-1.9/model.joblib': 'model.joblib',
    'test/golden/xgboost/binary-logistic-3.2/model.ubj': 'model.ubj',
    'test/golden/cells/catboost-3-0/model.cbm': 'model.cbm',
    'test/golden/lightgbm/multiclass.txt': 'model.txt',
  };
  for (const [from, to] of Object.entries(copies)) cpSync(join(root, from), join(folder, to));
  examples.forEach(({ code }, at) => writeFileSync(join(folder, `example-${at}.ts`), change(code)));
  const compilerOptions = {
    rootDir: '/',
    customConditions: [],
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    target: 'es2024',
    noUncheckedIndexedAccess: false,
  };
  // The library's sources need the types of modules that have none.
  const types = join(root, 'packages/scoring/src/formats/parquet/*.d.ts');
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['example-*.ts', types] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}
