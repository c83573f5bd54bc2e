import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KernelModule } from '../../../src/kernels/wasm/kernel-code.ts';
import { KernelHost } from '../../../src/kernels/wasm/kernel-host.ts';
import { webAssembly } from '../../../src/kernels/wasm/web-assembly.ts';
import { type IncrementFunctions, increment } from './increment-module.ts';

const engine = webAssembly as NonNullable<typeof webAssembly>;

let modules = 0;

/** A module that no test before has opened. */
const newModule = (): KernelModule => ({ name: `increment ${modules++}`, generate: vi.fn(increment) });

/** The next `times` calls of the constructor throw. */
function refuse(part: 'Memory' | 'Module' | 'Instance', times: number) {
  const spy = vi.spyOn(engine, part);
  for (let at = 0; at < times; at++)
    spy.mockImplementationOnce(function refused() {
      throw new RangeError('out of memory');
    });
  return spy;
}

describe('KernelHost', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('runs a module on a memory of its own, full of zeros', () => {
    const module = newModule();
    const [one, other] = [
      KernelHost.open<IncrementFunctions>(module, 64),
      KernelHost.open<IncrementFunctions>(module, 64),
    ];
    one?.functions.increment(60);
    one?.functions.increment(60);
    expect(one?.views.words.subarray(14, 17)).toEqual(Int32Array.of(0, 2, 0));
    expect(other?.views.words[15]).toBe(0);
    expect(module.generate).toHaveBeenCalledTimes(1);
  });

  it('has whole pages of 64 KiB, at least as many bytes as asked for', () => {
    expect(KernelHost.open(newModule(), 65_536)?.views.bytes).toHaveLength(65_536);
    expect(KernelHost.open(newModule(), 65_537)?.views.bytes).toHaveLength(131_072);
  });

  it('grows, keeping what is there', () => {
    const host = KernelHost.open<IncrementFunctions>(newModule(), 8);
    host?.functions.increment(8);
    const before = host?.views;
    expect(host?.grow(65_536)).toBe(true);
    expect(host?.views).toBe(before);
    expect(host?.grow(65_537)).toBe(true);
    expect(host?.views.bytes).toHaveLength(131_072);
    expect(host?.views.words[2]).toBe(1);
    host?.functions.increment(131_068);
    expect(host?.views.words.at(-1)).toBe(1);
  });

  it('stays as it is where the engine has no more memory', () => {
    const host = KernelHost.open<IncrementFunctions>(newModule(), 8);
    // WebAssembly has 2^16 pages of 2^16 bytes, no more.
    expect(host?.grow(2 ** 32 + 1)).toBe(false);
    host?.functions.increment(8);
    expect(host?.views.words[2]).toBe(1);
  });

  it('is absent beyond 2^31 bytes', () => {
    const memory = vi.spyOn(engine, 'Memory');
    expect(KernelHost.open(newModule(), 2 ** 31 + 1)).toBeUndefined();
    expect(memory).not.toHaveBeenCalled();
  });

  it.each(['Memory', 'Instance'] as const)('is absent while the engine refuses a WebAssembly.%s', (part) => {
    const module = newModule();
    refuse(part, 1);
    expect(KernelHost.open(module, 8)).toBeUndefined();
    expect(KernelHost.open(module, 8)).toBeDefined();
    expect(module.generate).toHaveBeenCalledTimes(1);
  });

  it('does not ask again for a module that was refused', () => {
    const module = newModule();
    const spy = refuse('Module', 1);
    const memory = vi.spyOn(engine, 'Memory');
    expect(KernelHost.open(module, 8)).toBeUndefined();
    expect(KernelHost.open(module, 8)).toBeUndefined();
    expect(spy).toHaveBeenCalledTimes(1);
    // No addresses are taken for nothing.
    expect(memory).not.toHaveBeenCalled();
  });

  it('reports a fault of what generates a module', () => {
    const generate = () => {
      throw new Error('no such local');
    };
    expect(() => KernelHost.open({ name: 'faulty', generate }, 8)).toThrow('no such local');
  });
});
