import { frameRows } from '../boosters/frame-rows.ts';
import type { Frame } from '../frame/frame.ts';
import type { ScoringModel } from '../scoring-model.ts';
import { answerFrame } from './frame-of.ts';
import type { InputRules } from './json-table.ts';
import type { ModelFile, ModelInput } from './model-file.ts';
import { openModelFile } from './open-model-file.ts';
import { TableFrame } from './table-frame.ts';
import { tableOf } from './table-of.ts';

/** A model file over frames, and what has to be known of it to read rows for it. */
export interface FileModel<Answer extends Frame | Promise<Frame> = Frame | Promise<Frame>>
  extends ScoringModel<Answer>,
    InputRules {
  /** How many columns it was trained on, if the file says so. */
  readonly featureCount?: number | undefined;
  /** True if the answer to a row depends on the other rows of its input. */
  readonly dependsOnRows?: boolean;
}

/** Opens one model file of any library that is read natively. Throws `ScoringError`, with the path, if it is none. */
export function openScoringModel(path: string, bytes: Uint8Array): FileModel<Frame> {
  return overFrames(openModelFile(path, bytes));
}

/** A model of tables as one of frames. */
function overFrames(file: ModelFile): FileModel<Frame> {
  return { ...file, call: (method, frame) => answerFrame(file.call(method, inputOf(frame))) };
}

/** Sparse rows stay sparse: what they lack is the library's to say. */
function inputOf(frame: Frame): ModelInput {
  if (frame instanceof TableFrame) return frame.table;
  const [column] = frame.columns;
  if (frame.columns.length === 1 && column?.kind === 'vector' && column.sparse !== undefined) {
    const rows = frameRows(frame);
    if (rows.kind === 'sparse') return rows;
  }
  return tableOf(frame);
}
