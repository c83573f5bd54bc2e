import { availableParallelism } from 'node:os';
import type { Frame } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import { adoptDense } from '../adopt-dense.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import { decodeRows } from '../sklearn/decode-rows.ts';
import { answerType, encodeAnswer } from '../sklearn/encode-answer.ts';
import { Ensemble } from './ensemble.ts';

/** Several models as one, on the surface of models without a script. Rejects with `ScoringError` for what is no ensemble. */
export const loadEnsembleContainer = (async (definition) =>
  new EnsembleContainer(definition, await Ensemble.open(definition.files))) satisfies LoadNativeContainer;

class EnsembleContainer implements NativeContainer {
  readonly #ensemble: Ensemble;
  readonly #usual: string;

  constructor({ environment }: NativeContainerDefinition, ensemble: Ensemble) {
    this.#ensemble = ensemble;
    this.#usual = own(environment, 'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT') || 'application/json';
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    return decodeRows(request, this.#ensemble.input);
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return mediaType(type) === 'text/csv' && this.#ensemble.input.readsCells !== true ? adoptDense(frame) : undefined;
  }

  score(frame: Frame): Frame {
    return this.#ensemble.call(frame);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    return answerType(accept, this.#usual);
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    return encodeAnswer(frame, accept, this.#usual);
  }

  /** Models that take texts, or find their columns by name, may say nothing of the width of a row. */
  get rowWidth(): RowWidth | undefined {
    const { featureCount, takesTexts, findsColumns } = this.#ensemble.input;
    if (featureCount === undefined || takesTexts || findsColumns === true) return undefined;
    return { least: featureCount, most: featureCount };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}
