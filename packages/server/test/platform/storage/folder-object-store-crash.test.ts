import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-crash-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the writer, kills it `delayMs` after its first acknowledgement, and gives back what it acknowledged. */
async function runAndKill(start: number, delayMs: number): Promise<[string, number][]> {
  const writer = ['--conditions=source', join(import.meta.dirname, 'crashing-writer.ts')];
  const child = spawn(process.execPath, [...writer, folder, String(start)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delayMs);
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  const whole = output.slice(0, output.lastIndexOf('\n'));
  return whole.split('\n').map((line) => {
    const [key = '', generation] = line.split(' ');
    return [key, Number(generation)];
  });
}

describe('folder object store, killed while it writes', () => {
  it('has every acknowledged object whole, nothing half, and no orphans', { timeout: 120_000 }, async () => {
    const acknowledged = new Map<string, number>();
    let next = 1;
    for (let round = 0; round < 12; round++) {
      const written = await runAndKill(next, 20 + round * 17);
      for (const [key, generation] of written) acknowledged.set(key, generation);
      next = (written.at(-1)?.[1] ?? next) + 1000;
      const store = await openFolderObjectStore(folder);
      const { objects } = await store.listObjects('bucket');
      let files = 0;
      for (const { key, size, etag } of objects) {
        // Small content stands in the index, but parts of uploads are files always.
        if (size > 4096 || etag.includes('-')) files++;
        const content = await store.readObject({ bucket: 'bucket', key }, 1_000_000);
        // One too short to have its generation whole shows nothing.
        if (!content.includes(';')) continue;
        const generation = Number(content.toString('latin1', 0, 12).split(';')[0]);
        expect(content.equals(Buffer.alloc(size, `${generation};`))).toBe(true);
        // What was acknowledged last, or the one that was being put when the process died.
        expect(generation).toBeGreaterThanOrEqual(acknowledged.get(key) ?? 0);
        expect(size).toBe(1 + ((generation * 7919) % 300_000));
      }
      expect(objects.map(({ key }) => key)).toEqual(expect.arrayContaining([...acknowledged.keys()]));
      for (const { key, id } of await store.listUploads('bucket'))
        await store.abortUpload({ bucket: 'bucket', key, uploadId: id });
      expect(await readdir(join(folder, 'content'))).toHaveLength(files);
      await store.close();
    }
    expect(acknowledged.size).toBe(7);
  });
});
