import { availableParallelism } from 'node:os';
import type { ExecutionParameters } from '../execution-parameters.ts';
import { answerToError } from '../in-process/in-process-stage.ts';
import { withNamedColumns } from '../in-process/named-columns.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { Stage } from '../stage.ts';
import { explainRefusal, refuseForeignBody } from '../surfaces/explain-refusal.ts';
import { decodeRows } from '../surfaces/sklearn/decode-rows.ts';
import { encodeAnswer } from '../surfaces/sklearn/encode-answer.ts';
import { type OnnxModel, openOnnx } from './onnx-model.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';

export interface OnnxStageDefinition {
  readonly hostname: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly model: Uint8Array;
}

/**
 * Serves an ONNX model on the surface of AWS's scikit-learn container: `predict` over JSON, CSV or .npy. It is a link of
 * the chain for itself, since the runtime answers in promises. Rejects as `openOnnx` does.
 */
export async function launchOnnxStage(definition: OnnxStageDefinition, runtime?: OnnxRuntime): Promise<Stage> {
  return new OnnxStage(definition, await openOnnx(definition.model, runtime));
}

class OnnxStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly isLocal = true;
  readonly #model: OnnxModel;
  readonly #defaultAccept: string;

  constructor({ hostname, image, environment }: OnnxStageDefinition, model: OnnxModel) {
    this.hostname = hostname;
    this.image = image;
    this.#model = model;
    this.#defaultAccept = environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] || 'application/json';
  }

  async invoke(request: ContainerRequest): Promise<ContainerAnswer> {
    const asked = refuseForeignBody(request) ?? withNamedColumns(request);
    return 'status' in asked ? asked : explainRefusal(await this.#answer(asked), asked);
  }

  async #answer(request: ContainerRequest): Promise<ContainerAnswer> {
    try {
      const frame = decodeRows(request, this.#model);
      if ('status' in frame) return frame;
      return encodeAnswer(await this.#model.call('predict', frame), request.accept, this.#defaultAccept);
    } catch (error) {
      return answerToError(error);
    }
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  executionParameters(): Promise<ExecutionParameters> {
    return Promise.resolve({
      maxConcurrentTransforms: availableParallelism(),
      batchStrategy: 'MULTI_RECORD',
      maxPayloadInMB: 6,
    });
  }

  close(): Promise<void> {
    return this.#model.close();
  }
}
