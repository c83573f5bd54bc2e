import { describe, expect, it } from 'vitest';
import { labelsAt } from '../../src/sklearn/labels-at.ts';

describe('labelsAt()', () => {
  const texts = { kind: 'string', values: ['no', 'yes'] } as const;
  const numbers = { kind: 'number', values: Float64Array.of(3, 5) } as const;

  it('gives the label of each row', () => {
    const { cells } = labelsAt(texts, Int32Array.of(1, 0)) as { cells: unknown };
    expect(cells).toEqual([{ kind: 'string', values: ['yes', 'no'] }]);
    expect(labelsAt(numbers, Int32Array.of(1, 0))).toMatchObject({ values: Float64Array.of(5, 3) });
  });

  it.each([texts, numbers])('refuses a model that chooses a class beyond those it has ($kind)', (classes) => {
    expect(() => labelsAt(classes, Int32Array.of(0, 2))).toThrow(
      expect.objectContaining({ code: 'bad_model', message: 'The model has 2 classes, and chose the one at 2.' }),
    );
  });
});
