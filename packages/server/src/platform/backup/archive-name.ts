/** Names of archives that a backup may be kept in. */
const archive = /\.(?:tar|tar\.gz|tgz)$/;

/** Whether a backup of this name is one file, and not a folder. */
export const isArchiveName = (path: string): boolean => archive.test(path);

/** Whether an archive of this name is compressed. */
export const isPacked = (path: string): boolean => !path.endsWith('.tar');
