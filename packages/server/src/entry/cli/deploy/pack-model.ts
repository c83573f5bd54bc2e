import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { imageForFlag } from '../image-for-flag.ts';
import type { ModelFlag } from '../model-flags.ts';
import { openModel } from '../model-source.ts';
import { packFiles } from '../pack-files.ts';
import { recogniseModel } from '../recognise-model.ts';

/** A model as it is uploaded. */
export interface PackedModel {
  /** `model.tar.gz`, or the archive that was named. */
  readonly archive: Buffer;
  /** SHA-256 of the archive, hexadecimal: the same files give the same one. */
  readonly digest: string;
  readonly image: string;
  /** Why that image; undefined if it was named. */
  readonly reason: string | undefined;
}

/**
 * The archive of a model file, a folder or an archive, and the image that is for it. Throws `CommandError` for what cannot be
 * read, and for what is not recognised if no image is named.
 */
export async function packModel(model: ModelFlag): Promise<PackedModel> {
  const { path, image } = model;
  const source = await openModel(path);
  const archive = source.kind === 'archive' ? await readFile(path) : await packFiles(source.files);
  const digest = createHash('sha256').update(archive).digest('hex');
  if (image !== undefined) return { archive, digest, image, reason: undefined };
  const found = recogniseModel(source, path);
  return { archive, digest, image: imageForFlag(model, found), reason: found.reason };
}
