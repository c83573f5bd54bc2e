import type { ModelFiles } from '../../../model-files.ts';
import { Attributes } from '../../attributes/attributes.ts';
import type { BundleFolder, OpModel } from '../../attributes/bundle-folder.ts';
import { badModel } from '../../bad-model.ts';
import type { ClusterRecord } from '../../tree/cluster-record.ts';
import type { TreeRecord } from '../../tree/tree-record.ts';
import { readClusterRecords } from './cluster-records.ts';
import type { BundleFormat, FolderFiles } from './folder-files.ts';
import { readJsonModel, readJsonNode } from './json-nodes.ts';
import type { BundleNodeFile } from './node-file.ts';
import { readProtobufModel, readProtobufNode } from './protobuf-nodes.ts';
import { readTreeRecords } from './tree-records.ts';

/** One folder of a bundle: where a node or a bare model has its files. */
export class FileFolder implements BundleFolder, FolderFiles {
  readonly path: string;
  readonly format: BundleFormat;
  readonly #files: ModelFiles;

  constructor(files: ModelFiles, path: string, format: BundleFormat) {
    this.#files = files;
    this.path = path;
    this.format = format;
  }

  /** The folder `name` inside this one, whether or not it has files. */
  folder(name: string): FileFolder {
    return new FileFolder(this.#files, `${this.path}/${name}`, this.format);
  }

  file(name: string): Uint8Array {
    const bytes = this.#files.get(`${this.path}/${name}`);
    if (bytes === undefined) throw badModel(this.path, `the file ${name} is missing`);
    return bytes;
  }

  has(name: string): boolean {
    return this.#files.has(`${this.path}/${name}`);
  }

  model(): OpModel {
    const name = `model.${this.#extension}`;
    const read = this.format === 'json' ? readJsonModel : readProtobufModel;
    const { op, attributes } = read(this.file(name), `${this.path}/${name}`);
    return { op, attributes: new Attributes(attributes, this.path, op) };
  }

  node(): BundleNodeFile {
    const name = `node.${this.#extension}`;
    return (this.format === 'json' ? readJsonNode : readProtobufNode)(this.file(name), `${this.path}/${name}`);
  }

  treeRecords(): readonly TreeRecord[] {
    return readTreeRecords(this);
  }

  clusterRecords(): readonly ClusterRecord[] {
    return readClusterRecords(this);
  }

  get #extension(): string {
    return this.format === 'json' ? 'json' : 'pb';
  }
}
