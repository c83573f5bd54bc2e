import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArchive } from '../../../server/src/platform/artifact/read-archive.ts';

const root = resolve(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/scoring-library.md'), 'utf8');

/** The examples of docs/scoring-library.md, with the lines that they are to print. */
export const examples = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => ({
  code,
  expected: [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text),
}));

/** Writes the files that the examples read into `folder`, and the examples beside them, as a strict project. */
export async function writeExamples(folder: string, change: (code: string) => string = (code) => code): Promise<void> {
  const unpack = async (archive: string, target: string) => {
    for (const [path, bytes] of await readArchive(readFileSync(join(root, archive)))) {
      mkdirSync(dirname(join(folder, target, path)), { recursive: true });
      writeFileSync(join(folder, target, path), bytes);
    }
  };
  await unpack('examples/diamonds/sparkml/model.tar.gz', 'bundle');
  await unpack('examples/diamonds/xgboost/model.tar.gz', '.');
  await unpack('test/golden/spark/3.3/pca/model.tar.gz', 'pipeline');
  const copies = {
    'sklearn/ada-multi-1.9/model.joblib': 'model.joblib',
    'xgboost/approx-3.2/model.pkl': 'booster.pkl',
    'cells/catboost-3-0/model.cbm': 'model.cbm',
    'spark/3.3/pca/input.jsonl': 'rows.jsonl',
  };
  for (const [from, to] of Object.entries(copies)) cpSync(join(root, 'test/golden', from), join(folder, to));
  examples.forEach(({ code }, at) => writeFileSync(join(folder, `example-${at}.ts`), change(code)));
  const compilerOptions = {
    rootDir: '/',
    customConditions: [],
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    target: 'es2024',
    noUncheckedIndexedAccess: false,
  };
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['example-*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}
