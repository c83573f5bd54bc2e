import { isPickle } from '../../../formats/is-pickle.ts';
import type { BoosterFile } from './read-booster.ts';
import { readPlainBooster } from './read-plain-booster.ts';

/** Opens a model file as `readBooster` does. The reader of pickles, which is as large as all others together, is loaded for a pickle only. */
export async function openBoosterFile(bytes: Uint8Array): Promise<BoosterFile> {
  if (!isPickle(bytes)) return { booster: readPlainBooster(bytes), isPickle: false };
  return (await import('./read-booster.ts')).readBooster(bytes);
}
