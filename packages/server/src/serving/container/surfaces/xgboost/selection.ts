import { writeRecordIo, writeRecordLabels } from '@catenary/scoring/internal/formats';
import { own } from '@catenary/scoring/internal/names';
import { formatPythonFloat, formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import type { ContainerAnswer } from '../../payload.ts';
import type { Predictions } from './encode-predictions.ts';
import { refusal } from './refusal.ts';
import { withCharset } from './with-charset.ts';

/*
 * `SAGEMAKER_INFERENCE_OUTPUT`: answers of chosen content instead of the plain prediction.
 * Source: `serve_utils.get_selected_predictions` and `encode_selected_predictions` of the container.
 */

/** A Python int or float (they print differently), or a list of one of them. */
type Selected = { readonly isInteger: boolean; readonly value: number | readonly number[] };

const score = ['predicted_score'];
const labelled = ['predicted_label', 'labels', 'raw_score', 'raw_scores'];
const probable = ['predicted_label', 'labels', 'probability', 'probabilities', 'raw_score', 'raw_scores'];

const keysByObjective: Readonly<Record<string, readonly string[]>> = {
  'reg:squarederror': score,
  'reg:logistic': score,
  'reg:gamma': score,
  'reg:absoluteerror': score,
  'reg:tweedie': score,
  'binary:logistic': probable,
  'multi:softprob': probable,
  'binary:logitraw': labelled,
  'binary:hinge': labelled,
  'multi:softmax': labelled,
};

/** What is asked for, and of which model. */
export interface Selection {
  /** In the order of the environment variable. */
  readonly keys: readonly string[];
  readonly objective: string;
  readonly classCount: number;
}

export function readSelectedKeys(variable: string): readonly string[] {
  return variable.replaceAll(' ', '').toLowerCase().split(',');
}

/** Writes what is selected; where nothing can be, the answer is the container's 500. */
export function selectedEncoder(selection: Selection): (predictions: Predictions, form: AnswerForm) => ContainerAnswer {
  return (predictions, form) => {
    const problem = selectionProblem(selection, predictions);
    if (problem !== undefined) return refusal(500, problem);
    const body = Buffer.from(encodeSelected(selection, predictions, form));
    return { status: 200, body, contentType: withCharset(form.mediaType) };
  };
}

/** Why nothing can be selected, in the container's words; undefined if all is well. */
function selectionProblem(selection: Selection, predictions: Predictions): string | undefined {
  const valid = validKeys(selection);
  if (valid === undefined)
    return `Objective \`${selection.objective}\` unsupported for selectable inference predictions.`;
  const isScore = valid === score && selection.keys.some((key) => valid.includes(key));
  return isScore && predictions.width > 1 ? 'can only convert an array of size 1 to a Python scalar' : undefined;
}

/** What an answer is written in; in a batch the last line of CSV is ended. */
export interface AnswerForm {
  readonly mediaType: string;
  readonly isBatch: boolean;
}

function encodeSelected(
  selection: Selection,
  predictions: Predictions,
  { mediaType, isBatch }: AnswerForm,
): Uint8Array {
  const rows = Array.from({ length: predictions.rowCount }, (_, row) => selectRow(selection, rowOf(predictions, row)));
  if (mediaType === 'application/x-recordio-protobuf') return writeRecordIo(rows.map(recordOf));
  if (mediaType === 'application/json') return Buffer.from(`{"predictions": [${rows.map(jsonOf).join(', ')}]}`);
  if (mediaType === 'application/jsonlines') return Buffer.from(rows.map((row) => `${jsonOf(row)}\n`).join(''));
  const lines = rows.map((row) => selection.keys.map((key) => csvCell(row.get(key))).join(','));
  return Buffer.from(lines.join('\n') + (isBatch ? '\n' : ''));
}

function validKeys({ objective }: Selection): readonly string[] | undefined {
  return own(keysByObjective, objective);
}

function rowOf({ values, width }: Predictions, row: number): readonly number[] {
  return Array.from({ length: width }, (_, at) => defined(values[row * width + at]));
}

/** Valid keys in the container's order, then the others as NaN. */
function selectRow(selection: Selection, row: readonly number[]): ReadonlyMap<string, Selected> {
  const valid = validKeys(selection) as readonly string[];
  const selected = new Map<string, Selected>();
  for (const key of valid) if (selection.keys.includes(key)) selected.set(key, select(key, selection, row));
  for (const key of selection.keys)
    if (!valid.includes(key)) selected.set(key, { isInteger: false, value: Number.NaN });
  return selected;
}

function select(key: string, { objective, classCount }: Selection, row: readonly number[]): Selected {
  const first = row[0] as number;
  const isSoftprob = objective === 'multi:softprob';
  switch (key) {
    case 'predicted_label':
      return predictedLabel(objective, row);
    case 'labels': {
      const count = objective.startsWith('multi:') ? classCount : 2;
      return { isInteger: true, value: Array.from({ length: count }, (_, label) => label) };
    }
    case 'probability':
    case 'raw_score':
      return { isInteger: false, value: isSoftprob ? Math.max(...row) : first };
    case 'probabilities':
    case 'raw_scores':
      return { isInteger: false, value: isSoftprob ? row : [1 - first, first] };
    default:
      return { isInteger: false, value: first };
  }
}

function predictedLabel(objective: string, row: readonly number[]): Selected {
  const first = row[0] as number;
  if (objective === 'binary:logistic') return { isInteger: true, value: first > 0.5 ? 1 : 0 };
  if (objective === 'binary:logitraw') return { isInteger: true, value: first > 0 ? 1 : 0 };
  if (objective === 'multi:softprob') return { isInteger: true, value: row.indexOf(Math.max(...row)) };
  return { isInteger: false, value: first };
}

function jsonOf(row: ReadonlyMap<string, Selected>): string {
  const members = Array.from(
    row,
    ([key, selected]) => `${JSON.stringify(key)}: ${textOf(selected, formatPythonJsonNumber)}`,
  );
  return `{${members.join(', ')}}`;
}

function csvCell(selected: Selected | undefined): string {
  const text = textOf(selected as Selected, formatPythonFloat);
  return text.startsWith('[') ? `"${text}"` : text;
}

function textOf({ value, isInteger }: Selected, format: (value: number) => string): string {
  const one = (number: number) => (isInteger ? `${number}` : format(number));
  return typeof value === 'number' ? one(value) : `[${value.map(one).join(', ')}]`;
}

/**
 * The AWS container never empties its buffer between records, so its n-th record repeats the n - 1 before it; ours are
 * records of one row each.
 */
function recordOf(row: ReadonlyMap<string, Selected>): Uint8Array {
  const labels = Array.from(row, ([key, { value }]): [string, readonly number[]] => [
    key,
    typeof value === 'number' ? [value] : value,
  ]);
  return writeRecordLabels(new Map(labels));
}
