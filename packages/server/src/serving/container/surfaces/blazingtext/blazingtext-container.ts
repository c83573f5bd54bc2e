import { availableParallelism } from 'node:os';
import { FasttextModel, type WordVectors } from '@catenary/scoring/internal/fasttext';
import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { LoadNativeContainer, NativeContainer } from '../native-container.ts';
import { refusal } from '../refusal.ts';
import { textDecoders } from './decode-texts.ts';
import { openBlazingtext } from './open-blazingtext.ts';

/** Most numbers of one answer: labels of all its texts, or numbers of all its vectors. */
const MAX_NUMBERS = 2 ** 24;

/**
 * Serves models of BlazingText, which are fastText's: labels with probabilities, or vectors of words. The answer has the request's type,
 * whatever Accept says. A bad request is 400 with the place: the closed image's own words are not published.
 * Source: the manual's page on BlazingText, "Model artifacts and inference".
 */
export const loadBlazingtextContainer: LoadNativeContainer = ({ files }) =>
  new BlazingtextContainer(openBlazingtext(files));

class BlazingtextContainer implements NativeContainer {
  readonly #model: FasttextModel | WordVectors;

  constructor(model: FasttextModel | WordVectors) {
    this.#model = model;
  }

  decode({ body, contentType }: ContainerRequest): Frame | ContainerAnswer {
    const type = mediaType(contentType) ?? 'application/json';
    const decode = own(textDecoders, type);
    return decode === undefined
      ? refusal(415, `Content type ${type} is not supported by this algorithm.`)
      : decode(body);
  }

  /** No container writes what this one reads. */
  adopt(): undefined {
    return undefined;
  }

  score(frame: Frame): Frame {
    const [texts, counts] = [textsOf(frame), defined(frame.columns[1]).values as Float64Array];
    const model = this.#model;
    const hasLabels = model instanceof FasttextModel && model.labels.length > 0;
    this.#checkSize(counts, hasLabels ? model.labels.length : undefined);
    const answers = texts.map((text, row) => {
      if (!hasLabels) return { word: text, vector: model.wordVector(text) };
      return inRow(row, () => model.predict(text, Math.min(defined(counts[row]), model.labels.length)));
    });
    return {
      schema: { fields: [{ name: 'answer', type: { base: 'string', shape: 'map', nullable: false } }] },
      columns: [{ kind: 'value', values: answers }],
      rowCount: frame.rowCount,
      origin: frame.origin,
    };
  }

  mediaTypeFor(_accept: string | undefined, frame?: Frame): string | undefined {
    return frame === undefined ? undefined : typeOf(frame);
  }

  encode(frame: Frame): ContainerAnswer {
    const objects = (defined(frame.columns[0]).values as readonly Answered[]).map(objectText);
    const type = typeOf(frame);
    const body = type === 'application/json' ? `[${objects.join(', ')}]` : objects.map((line) => `${line}\n`).join('');
    return { status: 200, body: Buffer.from(body), contentType: type };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }

  #checkSize(counts: Float64Array, labels: number | undefined): void {
    const { dimension } = this.#model;
    const total = counts.reduce((sum, k) => sum + (labels === undefined ? dimension : Math.min(k, labels)), 0);
    if (total <= MAX_NUMBERS) return;
    throw new ScoringError('bad_input', `The request asks for ${total} numbers; ${MAX_NUMBERS} are answered at once.`);
  }
}

const textsOf = (frame: Frame) => defined(frame.columns[0]).values as readonly string[];

const typeOf = ({ origin }: Frame) => (origin === 'jsonlines' ? 'application/jsonlines' : 'application/json');

/** What is wrong with a text has its place. */
function inRow<Answer>(row: number, predict: () => Answer): Answer {
  try {
    return predict();
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    throw new ScoringError(error.code, `Text ${row + 1}: ${error.message}`, { row });
  }
}

type Answered = { readonly word: string; readonly vector: Float32Array } | ReturnType<FasttextModel['predict']>;

/** Numbers are float32 widened to double, as Python prints them. */
function objectText(given: Answered): string {
  if ('vector' in given) {
    const numbers = Array.from(given.vector, formatPythonJsonNumber).join(', ');
    return `{"word": ${JSON.stringify(given.word)}, "vector": [${numbers}]}`;
  }
  const labels = given.map(({ label }) => JSON.stringify(label)).join(', ');
  const numbers = given.map(({ probability }) => formatPythonJsonNumber(probability)).join(', ');
  return `{"label": [${labels}], "prob": [${numbers}]}`;
}
