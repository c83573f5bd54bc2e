export type BundleFormat = 'json' | 'protobuf';

/** The files of one folder of a bundle, as the readers of tree files need them. */
export interface FolderFiles {
  /** Names it in messages. */
  readonly path: string;
  readonly format: BundleFormat;
  /** Throws `bad_model` if there is none. */
  file(name: string): Uint8Array;
}
