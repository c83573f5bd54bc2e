import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../src/platform/observe/logger.ts';
import type { ObjectPlace, ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { CaptureWriter } from '../../../src/serving/capture/capture-writer.ts';

const folder = { destination: { bucket: 'b', key: 'c' }, endpoint: 'e', variant: 'v' };
const hourMs = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const files: { readonly key: string; readonly text: string }[] = [];
  const state = { isBroken: false, hasRoom: true };
  const objects = {
    async putObject({ key }: ObjectPlace, body: AsyncIterable<Buffer>) {
      const chunks: Buffer[] = [];
      for await (const chunk of body) chunks.push(chunk);
      if (state.isBroken) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      files.push({
        key: key.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, 'ID'),
        text: Buffer.concat(chunks).toString(),
      });
    },
  } as unknown as ObjectStore;
  const log = createLogger({ level: 'silent', pretty: false });
  const writer = new CaptureWriter({ objects, hasRoom: async () => state.hasRoom, log, now: () => 0 });
  return { files, state, writer };
}

describe('captured lines', () => {
  it('become a file when the first is a minute old', async () => {
    const { files, writer } = open();
    writer.add(folder, 'one\n', 5);
    writer.add(folder, 'two\n', 6);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(files).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(files).toEqual([{ key: 'c/e/v/1970/01/01/00/00-00-005-ID.jsonl', text: 'one\ntwo\n' }]);
  });

  it('become a file at 4 MiB, and at the end of the hour', async () => {
    const { files, writer } = open();
    writer.add(folder, 'x'.repeat(4 * 1024 ** 2), 0);
    writer.add(folder, 'before\n', hourMs - 1);
    writer.add(folder, 'after\n', hourMs);
    await vi.advanceTimersByTimeAsync(0);
    expect(files.map(({ key, text }) => [key, text.length])).toEqual([
      ['c/e/v/1970/01/01/00/00-00-000-ID.jsonl', 4 * 1024 ** 2],
      ['c/e/v/1970/01/01/00/59-59-999-ID.jsonl', 7],
    ]);
    await writer.close();
    expect(files.at(-1)).toEqual({ key: 'c/e/v/1970/01/01/01/00-00-000-ID.jsonl', text: 'after\n' });
  });

  it('of variants stand in files of their own', async () => {
    const { files, writer } = open();
    writer.add(folder, 'one\n', 0);
    writer.add({ ...folder, variant: 'w' }, 'two\n', 0);
    await writer.close();
    expect(files.map(({ key }) => key.split('/')[2])).toEqual(['v', 'w']);
  });

  it.each(['isBroken', 'hasRoom'] as const)(
    'wait while they cannot be written (%s), and others are not captured',
    async (what) => {
      const { files, state, writer } = open();
      const end = what === 'isBroken' ? () => (state.isBroken = false) : () => (state.hasRoom = true);
      if (what === 'isBroken') state.isBroken = true;
      else state.hasRoom = false;
      writer.add(folder, 'one\n', 0);
      await writer.flush();
      expect(writer.isPaused).toBe(true);
      writer.add(folder, 'dropped\n', 0);
      await vi.advanceTimersByTimeAsync(10_000);
      expect([writer.isPaused, files]).toEqual([true, []]);
      end();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(writer.isPaused).toBe(false);
      writer.add(folder, 'two\n', 0);
      await writer.close();
      expect(files.map(({ text }) => text)).toEqual(['one\n', 'two\n']);
    },
  );

  it('of more than 32 MiB do not wait: what comes beyond is dropped', async () => {
    const { files, state, writer } = open();
    // The first write hangs in `hasRoom`, so that everything waits.
    const gate = Promise.withResolvers<boolean>();
    Object.defineProperty(state, 'hasRoom', { get: () => gate.promise });
    const line = 'x'.repeat(1024 ** 2);
    for (let at = 0; at < 40; at++) writer.add(folder, line, 0);
    gate.resolve(true);
    await writer.close();
    expect(files.reduce((sum, { text }) => sum + text.length, 0)).toBe(32 * 1024 ** 2);
  });
});
