import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ArtifactCache, PinnedArtifact } from '../../../platform/artifact/artifact-cache.ts';
import { extractArtifact } from '../../../platform/artifact/extract-artifact.ts';
import { measureArchive } from '../../../platform/artifact/measure-archive.ts';
import { ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import { S3Failure } from '../../../platform/storage/s3/s3-failure.ts';
import { removeFolder } from '../../../util/remove-folder.ts';

/** An archive that was fetched to be loaded: a file of its own, until `remove`. */
export interface FetchedTarget {
  readonly artifact: PinnedArtifact;
  readonly path: string;
  /** Bytes of its files, unpacked. */
  readonly bytes: number;
  /** Unpacks it into a folder that does not exist yet. */
  extract(directory: string): Promise<void>;
  remove(): Promise<void>;
}

/** What is done with archives: `measureArchive` and `extractArtifact`, or the same in threads. */
export interface ArchiveWork {
  measure(path: string): Promise<number>;
  extract(path: string, directory: string): Promise<void>;
}

const inThisThread: ArchiveWork = { measure: measureArchive, extract: extractArtifact };

interface TargetSource {
  readonly artifacts: ArtifactCache;
  readonly folder: string;
  readonly archives?: ArchiveWork | undefined;
}

/** Times that an archive is looked up anew because it was replaced while it was fetched. */
const maxTries = 3;

/**
 * Fetches the archive that stands at `uri` now, unless `check` throws about it before. Throws ValidationError, in the service's
 * words, if there is none; InternalDependencyException if its store does not answer; `ArtifactError` if it is no archive.
 */
export async function fetchTarget(
  uri: string,
  check: (artifact: PinnedArtifact) => void,
  { artifacts, folder, archives = inThisThread }: TargetSource,
): Promise<FetchedTarget> {
  const directory = join(folder, `target-${randomUUID()}`);
  const remove = () => removeFolder(directory);
  try {
    const { artifact, path } = await download(uri, check, artifacts.inFolder(directory));
    const bytes = await archives.measure(path);
    return { artifact, path, bytes, extract: (target) => archives.extract(path, target), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function download(
  uri: string,
  check: (artifact: PinnedArtifact) => void,
  artifacts: ArtifactCache,
): Promise<{ artifact: PinnedArtifact; path: string }> {
  for (let tries = 1; ; tries++) {
    const artifact = await artifacts.pin(uri).catch(rethrow(uri));
    if (artifact === undefined) throw missing(uri);
    check(artifact);
    try {
      return { artifact, path: await artifacts.fetch(artifact) };
    } catch (error) {
      const now = await artifacts.pin(uri).catch(rethrow(uri));
      if (now?.etag === artifact.etag || tries === maxTries) return rethrow(uri)(error);
    }
  }
}

/** What the object's store said, as an error of the API; anything else as it is. */
const rethrow = (uri: string) => (error: unknown) => {
  if (error instanceof ObjectStoreError || (error instanceof S3Failure && error.isRefusal)) throw missing(uri);
  if (error instanceof S3Failure)
    throw new ServiceError('InternalDependencyException', `The model data could not be fetched: ${error.message}`);
  throw error;
};

function missing(uri: string): ServiceError {
  const { bucket, key } = parseS3Uri(uri) as { bucket: string; key: string };
  return new ServiceError(
    'ValidationError',
    `Failed to download model data(bucket: ${bucket}, key: ${key}). Please ensure that there is an object located at the URL ` +
      `and that the role passed to CreateModel has permissions to download the model.`,
  );
}
