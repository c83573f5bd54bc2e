import { availableParallelism } from 'node:os';
import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { type FileModel, frameNumbers, openScoringModel } from '@catenary/scoring/internal/models';
import { recognise } from '@catenary/scoring/internal/open';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import { writtenType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { adoptDense } from '../adopt-dense.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import { refusalAs } from '../refusal.ts';
import { classProbabilities } from './class-probabilities.ts';
import { readPandasCsv } from './read-pandas-csv.ts';

/**
 * Serves tabular models as the scripts of SageMaker JumpStart do, which is how LightGBM and CatBoost are offered there:
 * `text/csv` in, one JSON object out. Throws `ScoringError` if the archive holds no model that is read natively.
 * Source: the published JumpStart inference scripts for LightGBM and CatBoost.
 */
export const loadJumpstartLightgbmContainer: LoadNativeContainer = (definition) =>
  new JumpstartContainer(definition, true);
export const loadJumpstartCatboostContainer: LoadNativeContainer = (definition) =>
  new JumpstartContainer(definition, false);

class JumpstartContainer implements NativeContainer {
  readonly #model: FileModel<Frame>;
  readonly #probabilities: ((frame: Frame) => Frame) | undefined;
  /** LightGBM's script answers the probabilities of all classes but the first in a list of their own, too. */
  readonly #tellsOthers: boolean;

  constructor({ files }: NativeContainerDefinition, tellsOthers: boolean) {
    const found = recognise(files, ['model-file']);
    if (found === undefined) throw new ScoringError('bad_model', 'The artifact holds no model file.');
    this.#model = openScoringModel(found.path, defined(files.get(found.path)));
    this.#probabilities = classProbabilities(this.#model);
    this.#tellsOthers = tellsOthers;
  }

  decode({ body, contentType, file }: ContainerRequest): Frame | ContainerAnswer {
    // Literally: the scripts refuse parameters behind the type.
    if (contentType !== 'text/csv') return failure(415, `unsupported content type ${contentType ?? 'None'}`);
    return readPandasCsv(body.toString('utf8'), this.#model, file);
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return type === 'text/csv' && this.#model.readsCells !== true ? adoptDense(frame) : undefined;
  }

  score(frame: Frame): Frame {
    return this.#probabilities?.(frame) ?? this.#model.call('predict', frame);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    const type = writtenType(accept ?? '*/*');
    return type === '*/*' || type === 'application/json' ? 'application/json' : undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const contentType = this.mediaTypeFor(accept);
    if (contentType === undefined) return failure(406, `unsupported accept type ${accept}`);
    const answers = rowsOf(frame);
    const body = this.#probabilities === undefined ? regression(answers) : this.#classification(answers, accept);
    return { status: 200, body: Buffer.from(body), contentType };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }

  #classification(probabilities: Rows, accept: string | undefined): string {
    const members = [`"probabilities": ${listOf(probabilities, 0)}`];
    if (this.#tellsOthers) members.unshift(`"probabilities-1d": ${listOf(probabilities, 1)}`);
    if (accept?.endsWith(';verbose') === true)
      members.push(`"predicted_label": [${labelsOf(probabilities).join(', ')}]`);
    return `{${members.join(', ')}}`;
  }
}

/** An answer's numbers, row-major. */
interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

function rowsOf(answer: Frame): Rows {
  const { rowCount: rows } = answer;
  const values = frameNumbers(answer);
  return { rows, columns: values.length / rows, values };
}

const regression = ({ values }: Rows) => `{"prediction": [${Array.from(values, formatPythonJsonNumber).join(', ')}]}`;

/** The columns from `first` on, as `json.dumps` writes nested lists. */
function listOf({ rows, columns, values }: Rows, first: number): string {
  const lists = Array.from({ length: rows }, (_none, row) => {
    const cells = Array.from(values.subarray(row * columns + first, (row + 1) * columns), formatPythonJsonNumber);
    return `[${cells.join(', ')}]`;
  });
  return `[${lists.join(', ')}]`;
}

/** Of each row the place of the largest, of equals the first: `numpy.argmax`. */
function labelsOf({ rows, columns, values }: Rows): number[] {
  return Array.from({ length: rows }, (_none, row) => {
    const cells = Array.from(values.subarray(row * columns, (row + 1) * columns));
    return cells.indexOf(Math.max(...cells));
  });
}

const refuseAsJson = refusalAs('application/json');

const failure = (status: number, message: string) => refuseAsJson(status, JSON.stringify({ error: message }));
