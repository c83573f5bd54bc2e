import type { ModelFiles } from '../../../model-files.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { defined } from '../../../util/defined.ts';
import { own } from '../../../util/own.ts';
import { badModel } from '../../bad-model.ts';
import { FileFolder } from './file-folder.ts';
import type { BundleFormat } from './folder-files.ts';
import { parseJsonFile } from './json-nodes.ts';

/** What `bundle.json` says. */
export interface BundleHead {
  readonly name: string;
  readonly uid: string;
  /** MLeap version of the writer; informative. */
  readonly version: string;
  readonly format: BundleFormat;
}

/** What `bundle.json` says, and the folder of the root node. */
export interface OpenedBundle extends BundleHead {
  readonly root: FileFolder;
}

/** Finds `bundle.json` at the top or below one folder, and opens the bundle around it. Throws `bad_model`. */
export function openBundle(files: ModelFiles): OpenedBundle {
  const top = findTop(files);
  const path = `${top}bundle.json`;
  const head = parseJsonFile(defined(files.get(path)), path) as Readonly<Record<string, unknown>> | null;
  if (typeof head !== 'object' || head === null) throw badModel(path, 'is no JSON object');
  const format = head['format'];
  if (format !== 'json' && format !== 'protobuf') {
    const isOld = format === 'mixed';
    throw new ScoringError(
      isOld ? 'unsupported_model' : 'bad_model',
      `${path}: the format ${JSON.stringify(format)} is not read; ` +
        (isOld
          ? 'it is the layout before MLeap 0.8: write the bundle again with MLeap 0.8 or later'
          : 'it must be json or protobuf'),
    );
  }
  const text = (key: string): string => {
    const value = own(head, key);
    return typeof value === 'string' ? value : '';
  };
  return {
    name: text('name'),
    uid: text('uid'),
    version: text('version'),
    format,
    root: new FileFolder(files, `${top}root`, format),
  };
}

/** The path up to `bundle.json`, '' or `folder/`. */
function findTop(files: ModelFiles): string {
  if (files.has('bundle.json')) return '';
  const below = [...files.keys()].filter((path) => /^[^/]+\/bundle\.json$/.test(path));
  const [only] = below;
  if (only !== undefined && below.length === 1) return only.slice(0, -'bundle.json'.length);
  throw new ScoringError(
    'bad_model',
    below.length === 0
      ? 'This is no MLeap bundle: there is no bundle.json at the top of the archive or in one folder below it.'
      : `The archive holds several bundles (${below.join(', ')}); one is wanted.`,
  );
}
