import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArchive } from '../../../server/src/platform/artifact/read-archive.ts';
import { loadXgboost } from '../../src/index.ts';

const root = resolve(import.meta.dirname, '../../../..');
const read = (path: string) => readFileSync(join(root, path));

export const diamondNames = ['carat', 'cut', 'color', 'clarity', 'depth', 'table', 'x', 'y', 'z'];
const texts = new Set(['cut', 'color', 'clarity']);

export const bundleFiles = () => readArchive(read('examples/diamonds/sparkml/model.tar.gz'));

export async function xgboostBytes(): Promise<Uint8Array> {
  const files = await readArchive(read('examples/diamonds/xgboost/model.tar.gz'));
  return files.get('xgboost-model') as Uint8Array;
}

export const diamondsModel = async () => loadXgboost(await xgboostBytes());

/** The 2,000 rows that were held out, as objects. */
export const diamonds = read('examples/diamonds/requests.csv')
  .toString()
  .trim()
  .split('\n')
  .map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(
      diamondNames.map((name, at) => [name, texts.has(name) ? (cells[at] as string) : Number(cells[at])]),
    );
  });

/** What XGBoost 3.2.0 itself predicts of the vectors that MLeap made of them. */
export const logPrices = read('test/golden/chains/xgboost.csv').toString().trim().split('\n').map(Number);
