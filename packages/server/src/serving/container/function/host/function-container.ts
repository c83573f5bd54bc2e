import type { Frame } from '@catenary/scoring/internal/frame';
import { defined, present } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { adoptDense } from '../../surfaces/adopt-dense.ts';
import type { NativeContainer } from '../../surfaces/native-container.ts';
import type { Columns, Row } from '../function-module.ts';
import { answerInput, answerRequest, type HostAnswer, type LoadedFunction } from './answer-request.ts';
import { namesFor } from './names-for.ts';
import { rowMaker } from './row-maker.ts';

/** A request that has not been read: what a function makes of it is known when it answers. */
interface Unread extends Frame {
  readonly request: ContainerRequest;
}

/** What a neighbour would have written, which need not be read. */
interface Adopted extends Frame {
  readonly contentType: string;
}

/** A function as the last of native containers: it is given their columns without the text between. */
export class FunctionContainer implements NativeContainer {
  readonly #loaded: LoadedFunction;
  /** Whether it has answered later, which native containers do not wait for. */
  isLate = false;

  constructor(loaded: LoadedFunction) {
    this.#loaded = loaded;
  }

  decode(request: ContainerRequest): Unread {
    return { schema: { fields: [] }, columns: [], rowCount: 0, request };
  }

  /** Finite numbers are the cells that their text would be read as. */
  adopt(frame: Frame, contentType: string): Adopted | undefined {
    const { input = 'rows' } = this.#loaded.module;
    if (mediaType(contentType) !== 'text/csv' || (input !== 'rows' && input !== 'columns')) return undefined;
    const adopted = adoptDoubles(frame) ?? adoptDense(frame);
    return adopted !== undefined && areFinite(valuesOf(adopted)) ? { ...adopted, contentType } : undefined;
  }

  score(frame: Frame): Frame {
    return frame;
  }

  mediaTypeFor(): undefined {
    return undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const answer = 'request' in frame ? this.#read(frame as Unread, accept) : this.#given(frame as Adopted, accept);
    if (answer instanceof Promise) {
      this.isLate = true;
      throw new Error('the function answers later');
    }
    return asContainerAnswer(answer);
  }

  executionParameters() {
    return {};
  }

  #read({ request }: Unread, accept: string | undefined): HostAnswer | Promise<HostAnswer> {
    const { contentType, customAttributes, inferenceId, body } = request;
    return answerRequest(this.#loaded, { contentType, accept, customAttributes, inferenceId }, body);
  }

  #given(frame: Adopted, accept: string | undefined): HostAnswer | Promise<HostAnswer> {
    const { contentType } = frame;
    const { input, columns } = this.#loaded.module;
    const facts = { contentType, accept, customAttributes: undefined, inferenceId: undefined };
    return answerInput(this.#loaded, facts, () => {
      const width = valuesOf(frame).length / frame.rowCount;
      const names = namesFor(columns, width);
      return input === 'columns' ? columnsOf(frame, names) : rowsOf(frame, names);
    });
  }
}

export function asContainerAnswer({ status, contentType, body }: HostAnswer): ContainerAnswer {
  return { status, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), ...present({ contentType }) };
}

/** One column of numbers that are written with the digits of doubles, as boosters answer one. */
function adoptDoubles(frame: Frame): Frame | undefined {
  const [column] = frame.columns;
  const [field] = frame.schema.fields;
  if (frame.columns.length !== 1 || column?.kind !== 'number' || field?.numbers !== 'float64') return undefined;
  return column.nulls === undefined && column.longs === undefined && frame.rejections === undefined ? frame : undefined;
}

/** A difference of a number and itself is NaN for what is not finite. */
function areFinite(values: Float64Array): boolean {
  let sum = 0;
  for (const value of values) sum += value - value;
  return sum === 0;
}

/** Row by row, of a frame that was adopted. */
function valuesOf({ columns: [column] }: Frame): Float64Array {
  return column?.kind === 'vector' || column?.kind === 'number' ? column.values : new Float64Array();
}

function rowsOf(frame: Frame, names: readonly string[]): Row[] {
  const values = valuesOf(frame);
  const makeRow = rowMaker(names);
  return Array.from({ length: frame.rowCount }, (_none, row) =>
    makeRow((at) => defined(values[row * names.length + at])),
  );
}

function columnsOf(frame: Frame, names: readonly string[]): Columns {
  const values = valuesOf(frame);
  const columns = names.map((name, at) => [name, columnAt(values, at, names.length)] as const);
  return { names, columns: Object.fromEntries(columns), rowCount: frame.rowCount };
}

/** The function's own: it may change what it is given. */
function columnAt(values: Float64Array, first: number, width: number): Float64Array {
  if (width === 1) return values.slice();
  const cells = new Float64Array(values.length / width);
  let at = first;
  for (let row = 0; row < cells.length; row++) {
    cells[row] = values[at] ?? 0;
    at += width;
  }
  return cells;
}
