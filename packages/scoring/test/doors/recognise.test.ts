import { expect, it } from 'vitest';
import { recognise, ScoringError } from '../../src/index.ts';

it('recognise() answers kind, path, library and reason', () => {
  const [catboost, bundle] = [Buffer.from('CBM1'), Buffer.from('{}')];
  expect(recognise(new Map([['model.cbm', catboost]]))).toEqual({
    kind: 'model-file',
    path: 'model.cbm',
    library: 'catboost',
    reason: "model.cbm begins with CatBoost's mark, CBM1",
  });
  expect(recognise(new Map([['bundle.json', bundle]]))).toEqual({
    kind: 'mleap-bundle',
    path: 'bundle.json',
    reason: 'bundle.json is the head of an MLeap bundle',
  });
  expect(recognise(new Map())).toBeUndefined();
});

it.each([[{}], [undefined], [new Map([['a', 'text']])]])('recognise() of %j throws ScoringError', (given) => {
  expect(() => recognise(given as never)).toThrow(ScoringError);
});
