import { BeyondAllowance, type Frame, ScoringError, spend } from '@catenary/scoring/internal/frame';
import { present } from '@catenary/scoring/internal/values';
import type { ExecutionParameters } from '../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { RowWidth } from '../row-width.ts';
import type { Stage } from '../stage.ts';
import { explainRefusal, refuseForeignBody } from '../surfaces/explain-refusal.ts';
import { lineAccepts } from '../surfaces/line-accepts.ts';
import type { NativeContainer } from '../surfaces/native-container.ts';
import { refusal } from '../surfaces/refusal.ts';
import { withNamedColumns } from './named-columns.ts';
import type { LoadedEngine } from './native-engine.ts';
import type { ThreadModel } from './thread-model.ts';

/** The same container in threads. */
export interface Elsewhere {
  readonly model: ThreadModel;
  /** Releases what threads have loaded of it. */
  readonly forget: () => void;
}

/** What a container is called, and its image. */
export interface StageName {
  readonly hostname: string;
  readonly image: string;
}

/** A native container as a link of the chain: decode, score, encode, in this process, synchronously. */
export class InProcessStage implements Stage {
  readonly hostname: string;
  readonly image: string;
  readonly container: NativeContainer;
  readonly native: LoadedEngine;
  readonly isLocal = true;
  readonly #onClose: (() => void) | undefined;

  constructor({ hostname, image }: StageName, container: NativeContainer, elsewhere?: Elsewhere) {
    this.hostname = hostname;
    this.image = image;
    this.container = container;
    this.native = { container, model: elsewhere?.model };
    this.#onClose = elsewhere?.forget;
  }

  get lineAccepts(): readonly string[] {
    return lineAccepts(this.container);
  }

  get rowWidth(): RowWidth | undefined {
    return this.container.rowWidth;
  }

  invoke(request: ContainerRequest): ContainerAnswer {
    const asked = refuseForeignBody(request) ?? withNamedColumns(request);
    return 'status' in asked ? asked : explainRefusal(this.#answer(asked), asked);
  }

  #answer(request: ContainerRequest): ContainerAnswer {
    try {
      const decoded = this.container.decode(request);
      if ('status' in decoded) return decoded;
      const scored = this.container.score(decoded);
      if ('status' in scored) return scored;
      return encodeFrame(this.container, scored, request.accept);
    } catch (error) {
      return answerToError(error);
    }
  }

  ping(): Promise<boolean> {
    return Promise.resolve(true);
  }

  executionParameters(): Promise<ExecutionParameters> {
    return Promise.resolve(this.container.executionParameters());
  }

  close(): Promise<void> {
    this.#onClose?.();
    return Promise.resolve();
  }
}

/** As a container writes it. Labels, and texts that a model makes, may be much longer than what came, and each row has them. */
export function encodeFrame(container: NativeContainer, frame: Frame, accept: string | undefined): ContainerAnswer {
  for (const { kind, values } of frame.columns) {
    if (kind !== 'string' && kind !== 'value') continue;
    for (let row = 0; row < frame.rowCount; row++) {
      const cell = values[row];
      if (typeof cell === 'string' || Array.isArray(cell)) spend(cell.length);
    }
  }
  return container.encode(frame, accept);
}

/** What a container answers when its engine throws: the caller's data is at fault only when the engine says so. Throws what is no answer. */
export function answerToError(error: unknown): ContainerAnswer {
  if (error instanceof BeyondAllowance) throw error;
  if (!(error instanceof ScoringError)) return { ...refusal(500, 'The container failed; see its log.'), cause: error };
  const { row, column, value, isHeader } = error.place;
  return refusal(400, error.message, present({ row, column, value, isHeader }));
}
