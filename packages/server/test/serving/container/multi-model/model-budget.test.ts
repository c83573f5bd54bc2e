import { describe, expect, it } from 'vitest';
import { ModelBudget } from '../../../../src/serving/container/multi-model/model-budget.ts';

/** A model that writes down that it was unloaded, and gives back its room as the real one does. */
function models(budget: ModelBudget) {
  const unloaded: string[] = [];
  const make = (name: string) => {
    const model = {
      unload: () => {
        unloaded.push(name);
        budget.release(model);
      },
    };
    return model;
  };
  return { unloaded, make };
}

describe('ModelBudget', () => {
  it('pushes out the models that were not used for the longest time, by number', () => {
    const budget = new ModelBudget({ maxModels: 2, maxBytes: 100 });
    const { unloaded, make } = models(budget);
    const [a, b, c] = [make('a'), make('b'), make('c')];
    budget.admit(a, 1);
    budget.admit(b, 1);
    budget.touch(a);
    budget.admit(c, 1);
    expect(unloaded).toEqual(['b']);
  });

  it('pushes out as many as the bytes of the new one need', () => {
    const budget = new ModelBudget({ maxModels: 10, maxBytes: 100 });
    const { unloaded, make } = models(budget);
    for (const [name, bytes] of [
      ['a', 40],
      ['b', 30],
      ['c', 20],
    ] as const)
      budget.admit(make(name), bytes);
    // 40 + 30 + 20 + 60 = 150: without a it is 110, without b too 80.
    expect(budget.admit(make('d'), 60)).toBe(true);
    expect(unloaded).toEqual(['a', 'b']);
  });

  it('does not take what would not fit alone, and evicts nothing for it', () => {
    const budget = new ModelBudget({ maxModels: 10, maxBytes: 100 });
    const { unloaded, make } = models(budget);
    budget.admit(make('a'), 100);
    expect(budget.admit(make('b'), 101)).toBe(false);
    expect(unloaded).toEqual([]);
  });

  it('pushes others out for a model that turns out larger, whatever its size, unless it is gone itself', () => {
    const budget = new ModelBudget({ maxModels: 10, maxBytes: 100 });
    const { unloaded, make } = models(budget);
    const [a, b, c] = [make('a'), make('b'), make('c')];
    for (const model of [a, b, c]) budget.admit(model, 30);
    // 30 + 30 + 30 + 20 = 110: a goes, which leaves 80.
    budget.grow(b, 20);
    expect(unloaded).toEqual(['a']);
    budget.grow(a, 1000);
    expect(unloaded).toEqual(['a']);
    budget.grow(b, 1000);
    expect(unloaded).toEqual(['a', 'c']);
  });

  it('has the room again that is given back, once', () => {
    const budget = new ModelBudget({ maxModels: 10, maxBytes: 100 });
    const { unloaded, make } = models(budget);
    const a = make('a');
    budget.admit(a, 60);
    budget.release(a);
    budget.release(a);
    budget.touch(a);
    budget.admit(make('b'), 60);
    budget.admit(make('c'), 41);
    expect(unloaded).toEqual(['b']);
  });
});
