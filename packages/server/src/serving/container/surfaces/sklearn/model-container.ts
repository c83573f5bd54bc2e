import { availableParallelism } from 'node:os';
import type { Frame } from '@catenary/scoring/internal/frame';
import type { FileModel } from '@catenary/scoring/internal/models';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import { adoptDense } from '../adopt-dense.ts';
import type { NativeContainer } from '../native-container.ts';
import { decodeRows } from './decode-rows.ts';
import { answerType, encodeAnswer } from './encode-answer.ts';

/** One model without a script, or several as one. */
export interface ServedModel {
  /** How rows are read: as this model wants them. */
  readonly input: FileModel<Frame>;
  /** Throws `ScoringError` for rows that it cannot take. */
  readonly score: (frame: Frame) => Frame;
  /** Media type of answers for which none was chosen. @default application/json */
  readonly usual?: string;
}

/** Models without a script, on the surface of AWS's scikit-learn container: JSON, CSV or .npy. */
export class ModelContainer implements NativeContainer {
  readonly #input: FileModel<Frame>;
  readonly #usual: string;
  readonly score: (frame: Frame) => Frame;

  constructor(
    { input, score, usual = 'application/json' }: ServedModel,
    environment: Readonly<Record<string, string>>,
  ) {
    this.#input = input;
    this.score = score;
    this.#usual = environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] || usual;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    return decodeRows(request, this.#input);
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return mediaType(type) === 'text/csv' && this.#input.readsCells !== true ? adoptDense(frame) : undefined;
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    return answerType(accept, this.#usual);
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    return encodeAnswer(frame, accept, this.#usual);
  }

  /** Models that take texts, or find their columns by name, may say nothing of the width of a row. */
  get rowWidth(): RowWidth | undefined {
    const { featureCount, takesTexts, findsColumns } = this.#input;
    if (featureCount === undefined || takesTexts || findsColumns === true) return undefined;
    return { least: featureCount, most: featureCount };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}
