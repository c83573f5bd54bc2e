import type { OpModel } from '../../attributes/bundle-folder.ts';
import type { FileFolder } from './file-folder.ts';
import type { BundleNodeFile } from './node-file.ts';

/** A node of a bundle: its op and parameters, the columns that it is wired to, and where its other files are. */
export interface BundleNode extends OpModel, BundleNodeFile {
  readonly path: string;
  readonly folder: FileFolder;
}
