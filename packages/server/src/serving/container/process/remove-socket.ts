import { rm } from 'node:fs/promises';
import { begunFile } from './wire.ts';

/** Removes what an earlier process left where a worker of ours will listen: its file of begun requests is read until its connections end. */
export async function removeSocket(socketPath: string): Promise<void> {
  await Promise.all([rm(socketPath, { force: true }), rm(begunFile(socketPath), { force: true })]);
}
