import { availableParallelism } from 'node:os';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { ExecutionParameters } from '../execution-parameters.ts';
import type { Stage } from '../stage.ts';
import { explainRefusal, refuseForeignBody } from '../surfaces/explain-refusal.ts';
import { answerToError } from '../in-process/in-process-stage.ts';
import { decodeTable, encodeTable } from '../surfaces/sklearn/table-codec.ts';
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
    return refuseForeignBody(request) ?? explainRefusal(await this.#answer(request), request);
  }

  async #answer(request: ContainerRequest): Promise<ContainerAnswer> {
    try {
      const table = decodeTable(request, this.#model);
      if ('status' in table) return table;
      return encodeTable(await this.#model.call('predict', table), request.accept, this.#defaultAccept);
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
