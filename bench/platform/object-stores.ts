/**
 * Throughput of one large object: an output appended in pieces of 256 KiB and synced every 64 MiB, then read back to its
 * end, from the folder store and from SeaweedFS on the same machine; beside them a plain write and read of a file.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderObjectStore } from '../../packages/server/src/platform/storage/folder-object-store.ts';
import type { ObjectStore } from '../../packages/server/src/platform/storage/object-store.ts';
import { openS3ObjectStore } from '../../packages/server/src/platform/storage/s3/s3-object-store.ts';
import { findSeaweedfs, outsideOptions, startSeaweedfs } from '../../packages/server/test/support/seaweedfs.ts';
import { printTable, type Row } from '../harness.ts';

const bytes = Number(process.env.BYTES ?? 1024 ** 3);
const pieceBytes = 256 * 1024;
const syncBytes = 64 * 1024 * 1024;

/** Pieces that differ: no store can keep one for all. */
function* pieces(): Generator<Buffer> {
  const piece = Buffer.alloc(pieceBytes, '0.123456789,Premium,VS1\n');
  for (let at = 0; at < bytes; at += pieceBytes) {
    piece.writeDoubleLE(at, 0);
    yield Buffer.from(piece);
  }
}

const seconds = (since: number) => (performance.now() - since) / 1000;
const rate = (time: number) => `${Math.round(bytes / 1e6 / time)} MB/s`;

async function measure(
  name: string,
  write: () => Promise<void>,
  read: () => Promise<AsyncIterable<Buffer>>,
): Promise<Row> {
  const writing = performance.now();
  await write();
  const writeTime = seconds(writing);
  const cpu = process.cpuUsage();
  const reading = performance.now();
  let size = 0;
  for await (const chunk of await read()) size += chunk.length;
  if (size !== bytes) throw new Error(`${name}: ${size} bytes came back`);
  const readTime = seconds(reading);
  const { user, system } = process.cpuUsage(cpu);
  return {
    name,
    write: rate(writeTime),
    read: rate(readTime),
    'read, CPU s/GB': ((user + system) / 1e6 / (bytes / 1e9)).toFixed(2),
    'peak RSS MB': Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function measureStore(name: string, store: ObjectStore): Promise<Row> {
  const write = async () => {
    const output = await store.openOutput({ bucket: 'bench', key: 'object' });
    for (const piece of pieces()) {
      await output.append(piece);
      if (output.length % syncBytes === 0) await output.sync();
    }
    await output.seal();
    await output.publish();
  };
  const read = async () => {
    const found = await store.getObject({ bucket: 'bench', key: 'object' });
    return (found as NonNullable<typeof found>).body as AsyncIterable<Buffer>;
  };
  return measure(name, write, read);
}

const folder = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const rows: Row[] = [];
try {
  const path = join(folder, 'plain');
  const writePlain = async () => {
    const handle = await open(path, 'w');
    const md5 = createHash('md5');
    for (const piece of pieces()) {
      md5.update(piece);
      await handle.write(piece);
    }
    await handle.sync();
    await handle.close();
  };
  rows.push(await measure('a file, with MD5', writePlain, async () => createReadStream(path)));
  rmSync(path);
  const own = await openFolderObjectStore(join(folder, 'objects'));
  await own.createBucket('bench');
  rows.push(await measureStore('folder store', own));
  await own.close();
  const program = await findSeaweedfs();
  if (program !== undefined) {
    const outside = await startSeaweedfs(program);
    const store = await openS3ObjectStore(outsideOptions(outside.url));
    await store.createBucket('bench');
    rows.push(await measureStore('SeaweedFS', store));
    await store.close();
    await outside.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable(`one object of ${bytes / 1024 ** 2} MiB`, rows);
