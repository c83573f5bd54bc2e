/** An opened model artifact: path inside the archive (forward slashes, no leading `./`) to bytes. Directories are not listed. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;
