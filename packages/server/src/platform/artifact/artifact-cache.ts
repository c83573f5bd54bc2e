import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { ObjectStoreError } from '../storage/object-store-error.ts';
import { S3Failure } from '../storage/s3/s3-failure.ts';
import { explainDiskFault } from '../system/explain-disk-fault.ts';
import { MissingArtifactError } from './missing-artifact-error.ts';
import { ObjectFolder } from './object-folder.ts';

/** Times that an artifact is fetched whose content is not what its store says. */
const maxDownloads = 3;

/** ETag of an artifact that did not exist when it was chosen: it can never be fetched. */
export const missingEtag = '';

/** An artifact as it was when it was chosen: an object that replaces it is another artifact. */
export interface PinnedArtifact {
  /** Of an archive, or of a folder of files; the latter ends in `/`. */
  readonly uri: string;
  /**
   * The object's; of a folder a digest over the keys and ETags of all objects in it; `missingEtag` if there was none.
   */
  readonly etag: string;
}

/**
 * Artifacts fetched from the object store, kept as files. A running endpoint keeps what it was made from: it comes
 * back after a restart even if the object has been replaced or deleted meanwhile.
 */
export class ArtifactCache {
  readonly #directory: string;
  readonly #store: ObjectStore;

  constructor(directory: string, store: ObjectStore) {
    this.#directory = directory;
    this.#store = store;
  }

  /** The same store's artifacts, kept in another folder. */
  inFolder(directory: string): ArtifactCache {
    return new ArtifactCache(directory, this.#store);
  }

  /** What the object at `uri` is now; undefined if there is none. */
  async pin(uri: string): Promise<PinnedArtifact | undefined> {
    const place = parseS3Uri(uri);
    if (place === undefined || place.key === '') return undefined;
    const object = await this.#store.headObject(place).catch(ignoreMissingBucket);
    return object === undefined ? undefined : { uri, etag: object.etag };
  }

  /** What lies below the prefix `uri`, which ends in `/`, now; undefined if nothing does. */
  async pinFolder(uri: string): Promise<PinnedArtifact | undefined> {
    const place = parseS3Uri(uri);
    if (place === undefined) return undefined;
    const folder = await ObjectFolder.list(this.#store, place).catch(ignoreMissingBucket);
    return folder === undefined || folder.isEmpty ? undefined : { uri, etag: folder.etag };
  }

  /**
   * Path of a file with the artifact's bytes, or of a directory with its files; fetches it if it is not kept yet.
   * Throws if it is gone or another now.
   */
  async fetch(artifact: PinnedArtifact): Promise<string> {
    if (artifact.etag === missingEtag) throw new MissingArtifactError(artifact.uri);
    const path = join(this.#directory, createHash('sha256').update(`${artifact.uri}\n${artifact.etag}`).digest('hex'));
    if (await exists(path)) return path;
    await makeFolder(this.#directory);
    for (let tries = 1; ; tries++) {
      try {
        await this.#download(artifact, path);
        return path;
      } catch (error) {
        // Bytes that were damaged on their way come right another time.
        const mayComeRight = error instanceof S3Failure && error.code === 'ChecksumMismatch' && tries < maxDownloads;
        if (!mayComeRight) throw error;
      }
    }
  }

  /** Written under another name and renamed: what has this name is always whole. */
  async #download(artifact: PinnedArtifact, path: string): Promise<void> {
    const temporary = `${path}.${randomUUID()}.part`;
    try {
      if (artifact.uri.endsWith('/')) await this.#downloadFolder(artifact, temporary);
      else await this.#downloadObject(artifact, temporary);
      await rename(temporary, path).catch(async (error: unknown) => {
        // A folder cannot be put over one that another process has fetched meanwhile.
        if (!(await exists(path))) throw error;
      });
    } catch (error) {
      throw explainDiskFault(`The model data at ${artifact.uri} cannot be kept`, this.#directory, error);
    } finally {
      await removeFolder(temporary);
    }
  }

  async #downloadObject({ uri, etag }: PinnedArtifact, target: string): Promise<void> {
    const { bucket, key } = parseS3Uri(uri) as { bucket: string; key: string };
    const found = await this.#store.getObject({ bucket, key });
    if (found === undefined) throw new MissingArtifactError(uri);
    if (found.object.etag !== etag) {
      found.body.destroy();
      throw replaced(uri, etag, found.object.etag);
    }
    await pipeline(found.body, createWriteStream(target));
  }

  async #downloadFolder({ uri, etag }: PinnedArtifact, target: string): Promise<void> {
    const folder = await ObjectFolder.list(this.#store, parseS3Uri(uri) as { bucket: string; key: string });
    if (folder.isEmpty) throw new MissingArtifactError(uri);
    if (folder.etag !== etag) throw replaced(uri, etag, folder.etag);
    await folder.download(target);
  }

  /** Forgets every artifact but these, and what an earlier process left half-written. */
  async keepOnly(artifacts: readonly PinnedArtifact[]): Promise<void> {
    const kept = new Set(
      artifacts.map(({ uri, etag }) => createHash('sha256').update(`${uri}\n${etag}`).digest('hex')),
    );
    const files = await readdir(this.#directory).catch(() => []);
    await Promise.all(files.filter((file) => !kept.has(file)).map((file) => removeFolder(join(this.#directory, file))));
  }
}

const replaced = (uri: string, etag: string, now: string) =>
  new Error(`The model data at ${uri} was replaced after it was chosen (ETag ${etag}, now ${now}).`);

function ignoreMissingBucket(error: unknown): undefined {
  if (error instanceof ObjectStoreError && error.code === 'NoSuchBucket') return undefined;
  throw error;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
