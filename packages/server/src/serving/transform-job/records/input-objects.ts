import { present } from '@catenary/scoring/internal/values';
import { parseS3Uri, type S3Uri } from '../../../contract/s3-uri.ts';
import type { ReadableObjects } from '../../../platform/storage/object-store.ts';
import type { InputPlan } from '../plan/transform-plan.ts';

/** One object to transform and the path, relative to the input, that its output keeps. */
export interface InputObject {
  readonly bucket: string;
  readonly key: string;
  readonly relativePath: string;
  readonly size: number;
  /** Of the object that was listed: it is no other that is read. */
  readonly etag: string;
}

/** The input cannot be found or read as the job says: the job fails by the caller's fault. */
export class InputError extends Error {}

type Listing = Pick<InputPlan, 'listing' | 'place'>;

const maxManifestBytes = 64 * 1024 * 1024;
/** Entries of a manifest that are looked up at once: an outside store takes its time for each. */
const lookups = 16;

/** Whether a job's input names anything at all: what the service checks when a job is created. */
export async function hasInput({ place, listing }: Listing, store: ReadableObjects): Promise<boolean> {
  if ((await store.headBucket(place.bucket)) === undefined) return false;
  if (listing === 'manifest') return (await store.headObject(place)) !== undefined;
  return (await store.listObjects(place.bucket, { prefix: place.key, maxKeys: 1 })).objects.length > 0;
}

/**
 * The objects of a job: those of a prefix in key order, without folder markers; those of a manifest in its order.
 * Rejects with `InputError`, or with the signal's reason. Source: SageMaker API reference, TransformS3DataSource;
 * developer guide, "Use Batch Transform".
 */
export async function listInputObjects(
  { place, listing }: Listing,
  store: ReadableObjects,
  signal?: AbortSignal,
): Promise<InputObject[]> {
  return listing === 'manifest' ? listManifest(place, store, signal) : listPrefix(place, store, signal);
}

/** Every key that starts with the prefix, with no regard for slashes, as the service does. */
async function listPrefix(
  { bucket, key: prefix }: S3Uri,
  store: ReadableObjects,
  signal: AbortSignal | undefined,
): Promise<InputObject[]> {
  const found: InputObject[] = [];
  let startAfter: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const page = await store.listObjects(bucket, {
      prefix,
      maxKeys: 1000,
      ...present({ startAfter }),
    });
    for (const { key, size, etag } of page.objects) {
      const isMarker = (key.endsWith('/') && size === 0) || (key !== prefix && isMarkerOfSpark(key));
      if (isMarker) continue;
      found.push({ bucket, key, size, etag, relativePath: relativeTo(prefix, key) });
    }
    startAfter = page.objects.at(-1)?.key;
    if (!page.isTruncated || startAfter === undefined) return found;
  }
}

/**
 * What Spark and Hadoop leave in a folder beside the data: `_SUCCESS`, summaries of Parquet, checksums, and attempts
 * that were given up.
 */
function isMarkerOfSpark(key: string): boolean {
  const folders = key.split('/');
  const name = folders.pop() ?? '';
  const isMarker = ['_SUCCESS', '_metadata', '_common_metadata'].includes(name);
  return isMarker || (name.startsWith('.') && name.endsWith('.crc')) || folders.includes('_temporary');
}

/** The path below the prefix; for a prefix that ends inside a name, below the folder that the name stands in. */
function relativeTo(prefix: string, key: string): string {
  if (prefix !== '' && !prefix.endsWith('/') && key[prefix.length] === '/') return key.slice(prefix.length + 1);
  return key.slice(prefix.lastIndexOf('/') + 1);
}

/** `[{"prefix": "s3://bucket/p/"}, "a.csv", ...]`: each key is the prefix and the entry, plainly concatenated. */
async function listManifest(
  { bucket, key }: S3Uri,
  store: ReadableObjects,
  signal: AbortSignal | undefined,
): Promise<InputObject[]> {
  const entries = parseManifest(await readManifest(bucket, key, store), `s3://${bucket}/${key}`);
  const found: InputObject[] = [];
  for (let at = 0; at < entries.paths.length; at += lookups) {
    signal?.throwIfAborted();
    const some = entries.paths.slice(at, at + lookups);
    const settled = await Promise.allSettled(some.map((entry) => findEntry(entries.prefix, entry, store)));
    for (const result of settled) {
      // Of several that are missing, always the first one is named.
      if (result.status === 'rejected') throw result.reason;
      found.push(result.value);
    }
  }
  return found;
}

async function findEntry(prefix: string, entry: string, store: ReadableObjects): Promise<InputObject> {
  const uri = prefix + entry;
  const place = parseS3Uri(uri);
  const object = place === undefined ? undefined : await store.headObject(place);
  if (place === undefined || object === undefined)
    throw new InputError(`The manifest names ${uri}, which does not exist.`);
  return { ...place, size: object.size, etag: object.etag, relativePath: entry.replace(/^\/+/, '') };
}

async function readManifest(bucket: string, key: string, store: ReadableObjects): Promise<string> {
  if ((await store.headObject({ bucket, key })) === undefined)
    throw new InputError(`The manifest s3://${bucket}/${key} does not exist.`);
  return (await store.readObject({ bucket, key }, maxManifestBytes)).toString('utf8');
}

function parseManifest(text: string, uri: string): { prefix: string; paths: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError(`The manifest ${uri} is not JSON.`);
  }
  const [head, ...paths] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  const prefix = (head as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string' || !paths.every((path) => typeof path === 'string')) {
    throw new InputError(
      `The manifest ${uri} must be a JSON array: {"prefix": "s3://..."} first, then the keys relative to it.`,
    );
  }
  return { prefix, paths: paths };
}
