import { isObject } from '../../../util/is-object.ts';
import type { Cell } from '../analysis/column-profile.ts';
import type { Row } from '../analysis/data-profile.ts';
import { isWithin, sideOf, spread } from '../datasets/captured-rows.ts';
import { positionName } from '../datasets/position-name.ts';
import type { Span } from '../span.ts';
import type { GroundTruth } from './ground-truth.ts';

/** A row of an answer, and what was right. */
export interface LabelledRow {
  readonly label: Cell;
  readonly row: Row;
}

/** What became of a captured request. */
export type MergedCapture =
  | { readonly kind: 'merged'; readonly rows: readonly LabelledRow[] }
  /** It is of another time, cannot be read, has no ground truth, or has that of another number of rows. */
  | { readonly kind: 'outside' | 'unread' | 'unlabelled' | 'mismatched' };

/** Joins a line of a capture file with its labels: by the id that the caller sent, otherwise by that of the event. */
export function mergeCapture(line: string, truth: GroundTruth, window: Span): MergedCapture {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || !isObject(event.captureData) || !isObject(event.eventMetadata)) return { kind: 'unread' };
    const { inferenceId, eventId } = event.eventMetadata;
    if (!isWithin(event.eventMetadata, window)) return { kind: 'outside' };
    const labels = truth.take(String(inferenceId ?? eventId));
    if (labels === undefined) return { kind: 'unlabelled' };
    const output = sideOf(event.captureData.endpointOutput);
    const rows = output.length === 1 && labels.length > 1 ? spread(output, labels.length) : output;
    if (rows.length !== labels.length) return { kind: 'mismatched' };
    return {
      kind: 'merged',
      rows: rows.map(({ named, placed }, at) => ({
        label: labels[at],
        row: new Map([...named, ...placed.map((cell, column) => [positionName(column), cell] as const)]),
      })),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unread' };
    throw error;
  }
}
