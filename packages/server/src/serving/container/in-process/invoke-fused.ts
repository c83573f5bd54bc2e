import type { Frame } from '@catenary/scoring/internal/frame';
import { defined, present } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../file-facts.ts';
import { passOn, withoutLineEnd } from '../pass-on.ts';
import { type ContainerAnswer, type ContainerRequest, isSuccess } from '../payload.ts';
import { explainRefusal, refuseForeignBody } from '../surfaces/explain-refusal.ts';
import type { NativeContainer } from '../surfaces/native-container.ts';
import { answerToError, encodeFrame } from './in-process-stage.ts';
import { withNamedColumns } from './named-columns.ts';
import type { LoadedEngine } from './native-engine.ts';

/** An answer and which of the fused containers gave it (0-based), with the microseconds each of them took. */
export interface FusedAnswer {
  readonly answer: ContainerAnswer;
  readonly answeredBy: number;
}

/**
 * Runs neighbouring native containers over columns: the first one decodes, the last one encodes, and between two the
 * frame is handed on wherever the bytes would have meant the same; where that is not certain, bytes are written and
 * read. The answer is the same as container by container, also when one of them refuses.
 * `spentMs[i]` is increased by the time that container i took.
 */
export function invokeFused(
  engines: readonly LoadedEngine[],
  request: ContainerRequest,
  spentMs: Float64Array,
): FusedAnswer {
  const asked = refuseForeignBody(request) ?? withNamedColumns(request);
  if ('status' in asked) return { answer: asked, answeredBy: 0 };
  const { answer, answeredBy } = answerFused(engines, asked, spentMs);
  return { answer: answeredBy === 0 ? explainRefusal(answer, asked) : answer, answeredBy };
}

function answerFused(engines: readonly LoadedEngine[], request: ContainerRequest, spentMs: Float64Array): FusedAnswer {
  let at = 0;
  /** The last container that read bytes, and its request. */
  let reader = 0;
  let read = request;
  let since = performance.now();
  const clock = () => {
    const now = performance.now();
    spentMs[at] = defined(spentMs[at]) + now - since;
    since = now;
  };
  try {
    let frame = (engines[0] as LoadedEngine).container.decode(request);
    for (;;) {
      const { container } = defined(engines[at]);
      const next = engines[at + 1]?.container;
      const scored = 'status' in frame ? frame : container.score(frame);
      if (next === undefined) {
        return { answer: 'status' in scored ? scored : encodeFrame(container, scored, request.accept), answeredBy: at };
      }
      const adopted = 'status' in scored ? undefined : adopt(container, next, scored);
      const bytes =
        adopted === undefined ? ('status' in scored ? scored : encodeFrame(container, scored, undefined)) : undefined;
      if (bytes !== undefined && !isSuccess(bytes)) return { answer: bytes, answeredBy: at };
      clock();
      at++;
      if (adopted === undefined) {
        read = passOn(bytes as ContainerAnswer, read, factsBehind(engines.slice(reader, at), read));
        reader = at;
      }
      frame = adopted ?? next.decode(read);
    }
  } catch (error) {
    return { answer: answerToError(error), answeredBy: at };
  } finally {
    clock();
  }
}

function adopt(from: NativeContainer, to: NativeContainer, frame: Frame): Frame | undefined {
  const mediaType = from.mediaTypeFor(undefined, frame);
  return mediaType === undefined ? undefined : to.adopt(frame, mediaType);
}

/**
 * What is known about a file to the native container behind these, of which the first got this request: the answer to
 * the file's first record is the first record of what it reads, so that it takes delimiter, width or schema from the
 * same record in every request. Names of columns are those of the first container's input alone. Undefined if nothing is
 * known, as where that record is refused.
 */
export function factsBehind(
  engines: readonly LoadedEngine[],
  { file, contentType }: Pick<ContainerRequest, 'file' | 'contentType'>,
): FileFacts | undefined {
  if (file === undefined) return undefined;
  if (file.isEachAlone === true) return { isStart: true, isEachAlone: true };
  if (file.firstRecord === undefined) return undefined;
  const request = { body: Buffer.from(file.firstRecord), file, ...present({ contentType }) };
  const { answer } = invokeFused(engines, request, new Float64Array(engines.length));
  return isSuccess(answer) ? { firstRecord: withoutLineEnd(answer.body), isStart: false } : undefined;
}
