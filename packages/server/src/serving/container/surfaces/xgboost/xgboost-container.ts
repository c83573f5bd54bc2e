import { availableParallelism } from 'node:os';
import { findInfiniteCell, isAtLeast, predictFrame } from '@catenary/scoring/internal/boosters';
import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { present } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { FileFacts } from '../../file-facts.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import { adoptAssembled, adoptVectors } from '../adopt-vectors.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import { namedColumns, placesByName } from '../places-by-name.ts';
import { checkFeatureCount } from './check-feature-count.ts';
import { chooseMediaType } from './choose-media-type.ts';
import { combinePredictions } from './combine-predictions.ts';
import { decodeCsv, type RequestColumns } from './decode-csv.ts';
import { decodeLibsvm } from './decode-libsvm.ts';
import { decodeRecordIo } from './decode-recordio.ts';
import { encodeCsvLines, encodeJson, type Predictions, pythonLines, pythonRows } from './encode-predictions.ts';
import { type ImageVersion, readImageVersion } from './image-version.ts';
import { loadMembers, type Member } from './load-members.ts';
import type { RecodeCsv } from './recode-csv.ts';
import { parseFailure, refusal } from './refusal.ts';
import { type RequestFormat, requestFormat } from './request-format.ts';
import type { selectedEncoder } from './selection.ts';
import { withCharset } from './with-charset.ts';

/** Objectives whose predictions are labels, which an ensemble votes on. */
const votingObjectives = ['multi:softmax', 'binary:hinge'];

const MEBIBYTE = 2 ** 20;

const decoders: Readonly<Record<RequestFormat, (body: Buffer, columns: RequestColumns) => Frame | ContainerAnswer>> = {
  csv: decodeCsv,
  libsvm: decodeLibsvm,
  'recordio-protobuf': decodeRecordIo,
};

/**
 * Serves XGBoost models as AWS's container does in algorithm mode: same bodies, same words, by the version in the image's
 * tag, and other answers in MultiModel mode (`SAGEMAKER_MULTI_MODEL`). Rejects with `ScoringError` if a file of the artifact is no model.
 */
export const loadXgboostContainer = (async ({ files, environment, imageTag }) => {
  const image = readImageVersion(imageTag);
  const members = await loadMembers(files, image, environment['SAGEMAKER_INFERENCE_ENSEMBLE']);
  const [{ model }] = members;
  const recode = model.categories?.size ? (await import('./recode-csv.ts')).csvRecoder(model) : undefined;
  const isMultiModel = environment['SAGEMAKER_MULTI_MODEL'] === 'true';
  const multiModel = isMultiModel ? await import('./encode-multi-model.ts') : undefined;
  const asked = image.hasSelectableOutput && !isMultiModel ? environment['SAGEMAKER_INFERENCE_OUTPUT'] : undefined;
  const encodeSelected = asked === undefined ? undefined : await selectedEncoderOf(asked, model);
  return new XgboostContainer(environment, { image, members, recode, multiModel, encodeSelected });
}) satisfies LoadNativeContainer;

async function selectedEncoderOf(variable: string, { booster }: Member['model']) {
  const { readSelectedKeys, selectedEncoder } = await import('./selection.ts');
  const { objective, outputCount: classCount } = booster;
  return selectedEncoder({ keys: readSelectedKeys(variable), objective, classCount });
}

/** What a container answers by. */
interface LoadedMembers {
  readonly image: ImageVersion;
  /** The first one is whose columns and objective hold for all. */
  readonly members: readonly [Member, ...Member[]];
  /** Set if the first model's file stores categories. */
  readonly recode: RecodeCsv | undefined;
  /** Set in MultiModel mode: how it answers. */
  readonly multiModel: typeof import('./encode-multi-model.ts') | undefined;
  /** Set where `SAGEMAKER_INFERENCE_OUTPUT` chooses what is answered; plain predictions otherwise. */
  readonly encodeSelected: ReturnType<typeof selectedEncoder> | undefined;
}

class XgboostContainer implements NativeContainer {
  readonly #image: ImageVersion;
  readonly #environment: NativeContainerDefinition['environment'];
  readonly #members: LoadedMembers['members'];
  readonly #multiModel: LoadedMembers['multiModel'];
  readonly #encodeSelected: LoadedMembers['encodeSelected'];
  readonly #recode: RecodeCsv | undefined;

  constructor(
    environment: NativeContainerDefinition['environment'],
    { image, members, recode, multiModel, encodeSelected }: LoadedMembers,
  ) {
    this.#image = image;
    this.#environment = environment;
    this.#members = members;
    this.#recode = recode;
    this.#multiModel = multiModel;
    this.#encodeSelected = encodeSelected;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    if (request.body.length === 0) return { status: 204, body: Buffer.alloc(0) };
    const format = requestFormat(request.contentType);
    if (typeof format !== 'string') return format;
    const frame = this.#read(request, format);
    return 'status' in frame ? frame : (this.#refuseInfinity(frame) ?? frame);
  }

  #read(request: ContainerRequest, format: RequestFormat): Frame | ContainerAnswer {
    if (format === 'csv' && this.#recode !== undefined && namedColumns(request.file) !== undefined)
      return this.#recode(request);
    const places = this.#placesByName(request.file);
    if (places !== undefined && 'status' in places) return places;
    return decoders[format](request.body, { file: request.file, places, shiftsFromOne: this.#image.shiftsFromOne });
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    if (mediaType(type) !== 'text/csv') return undefined;
    const assembled = adoptAssembled(frame);
    if (assembled !== undefined && findInfiniteCell(assembled) === undefined) return assembled;
    const adopted = adoptVectors(frame);
    // The refusal of infinite cells is decode's to word.
    return adopted === undefined || this.#refuseInfinity(adopted) !== undefined ? undefined : adopted;
  }

  score(frame: Frame): Frame | ContainerAnswer {
    try {
      checkFeatureCount(this.#first, frame);
      return this.#predict(frame);
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { column } = error.place;
      const place = column === undefined ? undefined : { column };
      return refusal(400, `Unable to evaluate payload provided: ${error.message}`, place);
    }
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    const type = this.#writesRows ? this.#answerType(accept) : undefined;
    return typeof type === 'string' && this.#canEncode(type) ? withCharset(type) : undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const predictions = predictionsOf(frame);
    if (this.#multiModel !== undefined) {
      const type = this.#multiModel.multiModelAccept(accept, this.#environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT']);
      return this.#multiModel.encodeMultiModel(predictions, type);
    }
    const type = this.#answerType(accept);
    if (typeof type !== 'string') return type;
    if (this.#encodeSelected !== undefined)
      return this.#encodeSelected(predictions, { mediaType: type, isBatch: this.#isBatch });
    if (!this.#canEncode(type)) return refusal(500, `${type} answers need SAGEMAKER_INFERENCE_OUTPUT to be set.`);
    return { status: 200, body: this.#encodePlain(predictions, type), contentType: withCharset(type) };
  }

  /** The library takes rows that are shorter than those of its training; pickled models are checked to a column. */
  get rowWidth(): RowWidth {
    const { model, isPickle } = this.#first;
    const { featureCount } = model.booster;
    return { least: isPickle ? featureCount - 1 : 1, most: featureCount };
  }

  executionParameters(): ExecutionParameters {
    const limit = Number(this.#environment['MAX_CONTENT_LENGTH'] ?? 6 * MEBIBYTE);
    const bytes = Number.isFinite(limit) ? Math.min(limit, 20 * MEBIBYTE) : 6 * MEBIBYTE;
    return {
      maxConcurrentTransforms: availableParallelism(),
      batchStrategy: 'MULTI_RECORD',
      maxPayloadInMB: Math.floor(bytes / MEBIBYTE),
    };
  }

  /**
   * For a file that names its columns: the positions of the model's columns. The library refuses columns that the model
   * does not have.
   */
  #placesByName(file: FileFacts | undefined): readonly number[] | ContainerAnswer | undefined {
    const { featureNames } = this.#first.model.booster;
    const columns = namedColumns(file);
    if (columns === undefined || featureNames.length === 0) return undefined;
    try {
      return placesByName(columns, featureNames, 'refused');
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { column, isHeader } = error.place;
      return refusal(400, error.message, present({ column, isHeader }));
    }
  }

  get #first(): Member {
    return this.#members[0];
  }

  get #isBatch(): boolean {
    return (this.#environment['SAGEMAKER_BATCH'] ?? '') !== '';
  }

  #predict(frame: Frame): Frame {
    const all = this.#members.map(({ model, options }) => predictFrame(model, frame, options));
    return combinePredictions(all, votingObjectives.includes(this.#first.model.booster.objective));
  }

  /** From 1.4 on the library refuses infinite cells while it builds its matrix. */
  #refuseInfinity(frame: Frame): ContainerAnswer | undefined {
    if (!isAtLeast(this.#first.model.version, 1, 4)) return undefined;
    const place = findInfiniteCell(frame);
    if (place === undefined) return undefined;
    return parseFailure(
      frame.origin as RequestFormat,
      'Input data contains `inf` or a value too large, while `missing` is not set to `inf`',
      place,
    );
  }

  /** Until 1.2-1 answers were CSV, whatever was asked for; selected content always looked at Accept. */
  #answerType(accept: string | undefined): string | ContainerAnswer {
    if (this.#image.isBefore122 && this.#encodeSelected === undefined) return 'text/csv';
    return chooseMediaType(accept, this.#environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT']);
  }

  /** Whether an answer is the predictions, row by row: not a selection, not all rows on one line, no lists as Python prints them. */
  get #writesRows(): boolean {
    if (this.#multiModel !== undefined || this.#encodeSelected !== undefined) return false;
    return this.#isBatch ? this.#first.model.booster.outputCount === 1 : !this.#image.isBefore122;
  }

  #canEncode(type: string): boolean {
    return this.#isBatch || type === 'text/csv' || type === 'application/json';
  }

  #encodePlain(predictions: Predictions, type: string): Buffer {
    if (this.#isBatch) return pythonLines(predictions);
    if (this.#image.isBefore122) return pythonRows(predictions, { between: ',' });
    return type === 'application/json' ? encodeJson(predictions) : encodeCsvLines(predictions);
  }
}

function predictionsOf(frame: Frame): Predictions {
  const values = frame.columns[0]?.values as Float64Array;
  return { values, rowCount: frame.rowCount, width: values.length / frame.rowCount };
}
