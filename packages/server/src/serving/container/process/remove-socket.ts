import { removeFolder } from '../../../util/remove-folder.ts';
import { begunFile } from './wire.ts';

/** Removes what an earlier process left where a worker of ours will listen: its file of begun requests is read until its connections end. */
export async function removeSocket(socketPath: string): Promise<void> {
  // It may have put anything in their places.
  await Promise.all([socketPath, begunFile(socketPath)].map(removeFolder));
}
