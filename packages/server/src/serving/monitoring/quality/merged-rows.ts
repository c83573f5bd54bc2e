import { isObject } from '../../../util/is-object.ts';
import type { Cell } from '../analysis/column-profile.ts';
import type { Row } from '../analysis/data-profile.ts';
import { isWithin, sideOf, spread } from '../datasets/captured-rows.ts';
import { positionName } from '../datasets/position-name.ts';
import type { Span } from '../span.ts';
import { labelsOf } from './ground-truth.ts';

/** A row of an answer, and what was right. */
export interface LabelledRow {
  readonly label: Cell;
  readonly row: Row;
}

/** The rows of a line of merged requests: none of another time. Undefined if it cannot be read. */
export function mergedRows(line: string, window: Span): readonly LabelledRow[] | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event)) return undefined;
    return isWithin(event.eventMetadata, window) ? labelledRows(event) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined if there are more labels than rows of the answer, or fewer. Throws `SyntaxError`. */
export function labelledRows(event: Record<string, unknown>): readonly LabelledRow[] | undefined {
  if (!isObject(event.captureData)) return undefined;
  const labels = labelsOf(event.groundTruthData);
  const output = sideOf(event.captureData.endpointOutput);
  const rows = output.length === 1 && labels.length > 1 ? spread(output, labels.length) : output;
  if (rows.length !== labels.length) return undefined;
  return rows.map(({ named, placed }, at) => ({
    label: labels[at],
    row: new Map([...named, ...placed.map((cell, column) => [positionName(column), cell] as const)]),
  }));
}
