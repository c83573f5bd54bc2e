import { getTextEncoding } from '@bufbuild/protobuf/wire';
import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { badStage, type StageName } from './bad-stage.ts';
import { type FolderIndex, joinPath } from './folder-index.ts';
import { Params } from './params.ts';

/** What `metadata/part-…` of a saved stage says. */
export interface StageMetadata extends StageName {
  readonly sparkVersion: string;
  readonly params: Params;
  /** Everything else of the record, such as `numFeatures` or `treeWeights`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the metadata of the stage in `path`. Parameters that are set stand before defaults; Spark before 2.4 writes both as
 * one map. Source: Spark `DefaultParamsReader.loadMetadata`. Throws `bad_model`.
 */
export function readMetadata(index: FolderIndex, path: string): StageMetadata {
  const unknown: StageName = { path, className: '', uid: '' };
  const folder = joinPath(path, 'metadata');
  const parts = index.filesIn(folder).filter((name) => name.startsWith('part-') && !name.endsWith('.crc'));
  const texts = parts.map((part) => getTextEncoding().decodeUtf8(defined(index.files.get(`${folder}/${part}`))));
  const line = texts
    .join('\n')
    .split('\n')
    .find((text) => text.trim() !== '');
  if (line === undefined) throw badStage(unknown, `there is no metadata/part-* file, or it is empty`);
  const fields = parseRecord(line, unknown);
  const text = (key: string): string => {
    const value = own(fields, key);
    return typeof value === 'string' ? value : '';
  };
  const name: StageName = { path, className: text('class'), uid: text('uid') };
  if (name.className === '') throw badStage(name, 'its metadata names no class');
  checkRelease(text('sparkVersion'), name);
  const values = new Map<string, unknown>();
  for (const key of ['defaultParamMap', 'paramMap']) {
    const map = own(fields, key);
    if (typeof map === 'object' && map !== null)
      for (const [param, value] of Object.entries(map)) values.set(param, value);
  }
  return { ...name, sparkVersion: text('sparkVersion'), params: new Params(values, name), fields };
}

/** Layouts are known of Spark 2 to 4; others might be read as something else. A stage that does not say is taken. */
function checkRelease(sparkVersion: string, stage: StageName): void {
  const major = Number(/^(\d+)\./.exec(sparkVersion)?.[1]);
  if (sparkVersion === '' || (major >= 2 && major <= 4)) return;
  const what = `was saved by Spark ${sparkVersion}, whose layout is not known; what Spark 2 to 4 saves is read`;
  throw badStage(stage, what, 'unsupported_model');
}

function parseRecord(line: string, stage: StageName): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // reported below
  }
  throw badStage(stage, 'its metadata is no JSON object');
}
