import { isObject } from '../../../util/is-object.ts';
import { plainText } from '../../../util/plain-text.ts';
import type { Cell } from '../analysis/column-profile.ts';
import { sideOf } from '../datasets/captured-rows.ts';
import { MonitoringError } from '../monitoring-error.ts';

/** How many labels are kept, by the ids of their requests. */
const maxEvents = 5_000_000;

/** Labels as they were uploaded: those of a request, in one text. */
export interface GroundTruthData {
  readonly data: string;
  readonly encoding: string;
}

/**
 * What was right, by the id of the request: the labels that were uploaded (developer guide, "Ingest Ground Truth Labels and Merge
 * Them With Predictions").
 */
export class GroundTruth {
  readonly #labels = new Map<string, GroundTruthData>();
  readonly #merged = new Set<string>();

  /** Adds a line of a file; the last of an id counts. False if it cannot be read. Throws `MonitoringError` for too many. */
  add(line: string): boolean {
    const event = parse(line);
    if (event === undefined) return false;
    this.#labels.set(event.id, event.truth);
    if (this.#labels.size > maxEvents)
      throw new MonitoringError(`There are labels of more than ${maxEvents} requests: analyse a shorter time.`);
    return true;
  }

  /** How many requests have labels. */
  get count(): number {
    return this.#labels.size;
  }

  /** Of how many of them no captured request was found. */
  get unmergedCount(): number {
    return this.#labels.size - this.#merged.size;
  }

  /** The labels of a request. */
  take(id: string): GroundTruthData | undefined {
    const truth = this.#labels.get(id);
    if (truth !== undefined) this.#merged.add(id);
    return truth;
  }
}

function parse(line: string): { readonly id: string; readonly truth: GroundTruthData } | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || !isObject(event.groundTruthData) || !isObject(event.eventMetadata)) return undefined;
    const id = event.eventMetadata.eventId;
    const { data, encoding } = event.groundTruthData;
    const text = plainText(data);
    if (typeof id !== 'string' || text === undefined || labelsOf(event.groundTruthData).length === 0) return undefined;
    return { id, truth: { data: text, encoding: typeof encoding === 'string' ? encoding : 'CSV' } };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Row by row: the first cell of each line; all cells of a line that is alone. Throws `SyntaxError`. */
export function labelsOf(truth: unknown): readonly Cell[] {
  const rows = sideOf(truth);
  const [first] = rows;
  if (rows.length === 1 && first !== undefined && first.placed.length > 0) return first.placed;
  return rows.map(({ placed, named }) => (placed.length > 0 ? placed[0] : [...named.values()][0]));
}
