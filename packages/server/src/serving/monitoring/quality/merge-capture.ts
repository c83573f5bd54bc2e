import { isObject } from '../../../util/is-object.ts';
import { plainText } from '../../../util/plain-text.ts';
import type { GroundTruth } from './ground-truth.ts';
import { labelledRows } from './merged-rows.ts';

/** What became of a captured request. */
export type MergedCapture =
  /** `line`: the capture with its ground truth. */
  | { readonly kind: 'merged'; readonly line: string }
  /** It cannot be read, has no ground truth, or has that of another number of rows. */
  | { readonly kind: 'unread' | 'unlabelled' | 'mismatched' };

/** Joins a line of a capture file with its labels: by the id that the caller sent, otherwise by that of the event. */
export function mergeCapture(line: string, truth: GroundTruth): MergedCapture {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || !isObject(event.captureData) || !isObject(event.eventMetadata)) return { kind: 'unread' };
    const { inferenceId, eventId } = event.eventMetadata;
    const groundTruthData = truth.take(plainText(inferenceId ?? eventId) ?? '');
    if (groundTruthData === undefined) return { kind: 'unlabelled' };
    const merged = { ...event, groundTruthData };
    if (labelledRows(merged) === undefined) return { kind: 'mismatched' };
    return { kind: 'merged', line: JSON.stringify(merged) };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unread' };
    throw error;
  }
}
