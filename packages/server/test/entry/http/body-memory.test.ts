import { describe, expect, it } from 'vitest';
import { BodyMemory } from '../../../src/entry/http/body-memory.ts';

describe('the memory of bodies', () => {
  it('is three quarters of all for one account of several, so that others have some', () => {
    const memory = new BodyMemory(1000);
    expect(memory.take(700, 'red')).toBe(true);
    expect(memory.take(51, 'red')).toBe(false);
    expect(memory.take(50, 'red')).toBe(true);
    expect(memory.take(250, 'blue')).toBe(true);
    expect(memory.take(1, 'blue')).toBe(false);
    memory.giveBack(750, 'red');
    expect(memory.taken).toBe(250);
    expect(memory.take(500, 'blue')).toBe(true);
    expect(memory.take(1, 'blue')).toBe(false);
  });

  it('is all for the only account', () => {
    const memory = new BodyMemory(1000);
    expect(memory.take(1000)).toBe(true);
    expect(memory.take(1)).toBe(false);
    memory.giveBack(1000);
    expect(memory.taken).toBe(0);
  });
});
