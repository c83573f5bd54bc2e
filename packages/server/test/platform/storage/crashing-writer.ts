import { Readable } from 'node:stream';
import { openFolderObjectStore } from '../../../src/platform/storage/folder-object-store.ts';

/**
 * Puts, copies and uploads without end, until it is killed; says on stdout which generation of which key is
 * acknowledged.
 */
const store = await openFolderObjectStore(process.argv[2] as string);
await store.createBucket('bucket');
const start = Number(process.argv[3]);
for (let generation = start; ; generation++) {
  const key = `key-${generation % 7}`;
  // Content shows its generation in every byte that follows: a mixture of two would be seen.
  const content = Buffer.alloc(1 + ((generation * 7919) % 300_000), `${generation};`);
  if (generation % 3 === 0) {
    const upload = await store.createUpload({ bucket: 'bucket', key });
    const target = { bucket: 'bucket', key, uploadId: upload.id };
    const part = await store.uploadPart({ ...target, number: 1 }, Readable.from([content]));
    await store.completeUpload(target, [{ number: 1, etag: part.etag }]);
  } else await store.putObject({ bucket: 'bucket', key }, content);
  process.stdout.write(`${key} ${generation}\n`);
}
