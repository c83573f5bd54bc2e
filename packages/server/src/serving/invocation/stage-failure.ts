import type { ContainerAnswer } from '../container/payload.ts';

/** Which container stopped the chain, and how. */
export interface FailedContainer {
  /** 1-based position and the length of the chain. */
  readonly position: number;
  readonly count: number;
  readonly hostname: string;
  readonly image: string;
}

/** The chain stopped at a container. `status` is its HTTP status, or 0 when it gave no answer. */
export class StageFailure extends Error {
  readonly container: FailedContainer;
  readonly status: number;
  readonly body: string;
  /**
   * `unavailable`: it did not get the request, for now. `row_count`: it answered with more or fewer lines than it got,
   * where there has to be one for each record.
   */
  readonly reason: 'answered' | 'timeout' | 'connection' | 'too_large' | 'row_count' | 'unavailable';
  readonly place: ContainerAnswer['place'];
  /** How long the chain had taken until then, for the log. */
  milliseconds: number | undefined = undefined;

  constructor(
    container: FailedContainer,
    details: Pick<StageFailure, 'status' | 'body' | 'reason'> & { place?: ContainerAnswer['place']; cause?: unknown },
  ) {
    super(`Container ${container.position} of ${container.count} (${container.hostname}) failed: ${details.body}`, {
      cause: details.cause,
    });
    this.name = 'StageFailure';
    this.container = container;
    this.status = details.status;
    this.body = details.body;
    this.reason = details.reason;
    this.place = details.place;
  }
}

/** `container 2 of 3 (hostname "scaler", image "...:1.0"), row 3, column "cut", value "x"`. */
export function describePlace(failure: StageFailure): string {
  const { position, count, hostname, image } = failure.container;
  const { row } = failure.place ?? {};
  return [
    `container ${position} of ${count} (hostname "${hostname}", image "${image}")`,
    ...(row === undefined ? [] : [`row ${row + 1}`]),
    ...describeCell(failure.place ?? {}),
  ].join(', ');
}

/** `column "cut"` or `column 2`, and `value "x"`, as far as they are known. */
export function describeCell({
  column,
  value,
}: Pick<NonNullable<ContainerAnswer['place']>, 'column' | 'value'>): string[] {
  const parts: string[] = [];
  if (column !== undefined) parts.push(typeof column === 'number' ? `column ${column}` : `column "${column}"`);
  if (value !== undefined) parts.push(`value ${JSON.stringify(value)?.slice(0, 200)}`);
  return parts;
}
