import { availableParallelism } from 'node:os';
import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import type { FileModel } from '@catenary/scoring/internal/models';
import { recognise } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import { adoptDense } from '../adopt-dense.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import { decodeRows } from './decode-rows.ts';
import { answerType, encodeAnswer } from './encode-answer.ts';
import { openServedModel } from './open-served-model.ts';

/**
 * Serves a fitted model without a script, on the surface of AWS's scikit-learn container: `predict` over JSON, CSV or
 * .npy. AWS has no default loader; this is ours. Cells stay doubles, and one row stays a row (AWS's container rounds to
 * float32 and refuses a single CSV row). Throws `ScoringError` if the model is not read natively.
 */
export const loadSklearnContainer = ((definition) => new SklearnContainer(definition)) satisfies LoadNativeContainer;

class SklearnContainer implements NativeContainer {
  readonly #model: FileModel<Frame>;
  readonly #defaultAccept: string;

  constructor({ files, environment }: NativeContainerDefinition) {
    const found = recognise(files, ['model-file']);
    if (found === undefined) throw new ScoringError('bad_model', 'The artifact holds no model file.');
    this.#model = openServedModel(found.path, defined(files.get(found.path)));
    this.#defaultAccept = environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] || 'application/json';
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    return decodeRows(request, this.#model);
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return mediaType(type) === 'text/csv' && this.#model.readsCells !== true ? adoptDense(frame) : undefined;
  }

  score(frame: Frame): Frame {
    return this.#model.call('predict', frame);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    return answerType(accept, this.#defaultAccept);
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    return encodeAnswer(frame, accept, this.#defaultAccept);
  }

  /** Models that take texts, or find their columns by name, may say nothing of the width of a row. */
  get rowWidth(): RowWidth | undefined {
    const { featureCount, takesTexts, findsColumns } = this.#model;
    if (featureCount === undefined || takesTexts || findsColumns === true) return undefined;
    return { least: featureCount, most: featureCount };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}
