import { getTextEncoding } from '@bufbuild/protobuf/wire';
import type { ModelFiles } from '../model-files.ts';
import { badStage, type StageName } from './bad-stage.ts';
import { Params } from './params.ts';

/** What `metadata/part-…` of a saved stage tells. */
export interface StageMetadata extends StageName {
  readonly sparkVersion: string;
  readonly params: Params;
  /** Everything else of the record, such as `numFeatures` or `treeWeights`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Below the folder `folder`: the paths of the part files of one dataset, in the order of their numbers. */
export function partFiles(files: ModelFiles, folder: string): string[] {
  const prefix = `${folder}/part-`;
  return [...files.keys()]
    .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/') && !path.endsWith('.crc'))
    .sort();
}

/** Puts a folder and a name below it together; the top folder is ''. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/**
 * Reads the metadata of the stage in `path`. Parameters that are set stand before defaults; Spark before 2.4 writes both as
 * one map. Source: Spark `DefaultParamsReader.loadMetadata`. Throws `bad_model`.
 */
export function readMetadata(files: ModelFiles, path: string): StageMetadata {
  const unknown: StageName = { path, className: '', uid: '' };
  const parts = partFiles(files, joinPath(path, 'metadata'));
  const texts = parts.map((part) => getTextEncoding().decodeUtf8(files.get(part) as Uint8Array));
  const line = texts
    .join('\n')
    .split('\n')
    .find((text) => text.trim() !== '');
  if (line === undefined) throw badStage(unknown, `there is no metadata/part-* file, or it is empty`);
  const fields = parseRecord(line, unknown);
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '');
  const name: StageName = { path, className: text('class'), uid: text('uid') };
  if (name.className === '') throw badStage(name, 'its metadata names no class');
  const values = new Map<string, unknown>();
  for (const key of ['defaultParamMap', 'paramMap']) {
    const map = fields[key];
    if (typeof map === 'object' && map !== null)
      for (const [param, value] of Object.entries(map)) values.set(param, value);
  }
  return { ...name, sparkVersion: text('sparkVersion'), params: new Params(values, name), fields };
}

function parseRecord(line: string, stage: StageName): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw badStage(stage, 'its metadata is no JSON object');
}
