import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { estimators } from '../../src/sklearn/estimators.ts';

const sklearn = resolve(import.meta.dirname, '../../src/sklearn');

/** Where a class is looked for: `sklearn.<package>.<Class>` in `sklearn/<package>/`; wrappers of boosters are not scikit-learn's. */
function folderOf(name: string): string {
  const [library = ''] = name.split('.');
  return ['catboost', 'lightgbm', 'xgboost'].includes(library) ? 'boosters' : library.replaceAll('_', '-');
}

describe('the folders of scikit-learn', () => {
  it.each(Object.keys(estimators))('are those of its public packages: %s', (name) => {
    const table = readFileSync(join(sklearn, folderOf(name), 'estimators.ts'), 'utf8');
    expect(table).toContain(`  '${name}': `);
  });

  it('have a table each, or are parts of several packages', () => {
    const folders = readdirSync(sklearn, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    const named = new Set(Object.keys(estimators).map(folderOf));
    // Kernels of several packages; the format `skops`.
    expect(folders.filter((folder) => !named.has(folder)).sort()).toEqual(['metrics', 'skops']);
  });
});
