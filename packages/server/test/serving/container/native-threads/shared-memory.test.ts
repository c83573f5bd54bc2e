import { describe, expect, it } from 'vitest';
import { SharedMemory } from '../../../../src/serving/container/native-threads/shared-memory.ts';

const [first, second, third] = [{ order: 1 }, { order: 2 }, { order: 3 }];
const open = () => new SharedMemory({ ownBytes: 10, sharedBytes: 100 });

describe('SharedMemory', () => {
  it('leaves alone those that use their own, and one that uses more', () => {
    const memory = open();
    expect(memory.note(first, 10)).toBeUndefined();
    expect(memory.note(second, 10)).toBeUndefined();
    expect(memory.note(third, 5000)).toBeUndefined();
    expect(memory.note(first, 9)).toBeUndefined();
  });

  it('has the youngest give way, whichever of them asks for more', () => {
    const memory = open();
    memory.note(first, 60);
    expect(memory.note(second, 60)).toBeUndefined(); // 50 + 50 of 100
    expect(memory.note(first, 61)).toBe(second);
    memory.release(second);
    expect(memory.note(first, 1000)).toBeUndefined();
    expect(memory.note(third, 11)).toBe(third);
  });

  it('has room for one that gave way once none that is older needs much', () => {
    const memory = open();
    memory.note(first, 200);
    memory.note(third, 20);
    expect(memory.hasRoomFor(second)).toBe(false);
    memory.release(first);
    expect(memory.hasRoomFor(second)).toBe(true);
  });
});
