import { isObject } from '../../../util/is-object.ts';
import type { Cell } from '../analysis/column-profile.ts';
import { sideOf } from '../datasets/captured-rows.ts';
import type { Cells } from '../datasets/rows-of-json.ts';
import { MonitoringError } from '../monitoring-error.ts';

/** How many labels are kept, by the ids of their requests. */
const maxEvents = 5_000_000;

/** What was right, by the id of the request: the labels that were uploaded (developer guide, "Ingest Ground Truth Labels and Merge Them With Predictions"). */
export class GroundTruth {
  readonly #labels = new Map<string, readonly Cell[]>();
  readonly #merged = new Set<string>();

  /** Adds a line of a file; the last of an id counts. False if it cannot be read. Throws `MonitoringError` for too many. */
  add(line: string): boolean {
    const event = parse(line);
    if (event === undefined) return false;
    this.#labels.set(event.id, event.labels);
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

  /** The labels of a request, row by row. */
  take(id: string): readonly Cell[] | undefined {
    const labels = this.#labels.get(id);
    if (labels !== undefined) this.#merged.add(id);
    return labels;
  }
}

function parse(line: string): { readonly id: string; readonly labels: readonly Cell[] } | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (!isObject(event) || !isObject(event.groundTruthData) || !isObject(event.eventMetadata)) return undefined;
    const id = event.eventMetadata.eventId;
    const rows = sideOf(event.groundTruthData);
    return typeof id === 'string' && rows.length > 0 ? { id, labels: labelsOf(rows) } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The first cell of each row; all cells of a line that is alone: labels of so many rows. */
function labelsOf(rows: readonly Cells[]): readonly Cell[] {
  const [first] = rows;
  if (rows.length === 1 && first !== undefined && first.placed.length > 0) return first.placed;
  return rows.map(({ placed, named }) => (placed.length > 0 ? placed[0] : [...named.values()][0]));
}
