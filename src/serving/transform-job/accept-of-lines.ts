import { InProcessStage } from '../container/in-process/in-process-stage.ts';
import { isMediaTypeOfLines } from '../container/media-type-of-lines.ts';
import type { Stage } from '../container/stage.ts';

/**
 * What a job that reads lines and names no Accept asks its last container for, so that its answers are lines too: the
 * type of the input, if the container can write it. Undefined where the container answers in lines by itself, and for
 * containers outside this process, whose own default holds, as the service has it.
 */
export function acceptOfLines(stages: readonly Stage[], contentType: string | undefined): string | undefined {
  const last = stages.at(-1);
  if (!(last instanceof InProcessStage) || isMediaTypeOfLines(last.container.mediaTypeFor(undefined))) return undefined;
  const input = isMediaTypeOfLines(contentType) ? contentType?.split(';')[0]?.trim().toLowerCase() : undefined;
  const types = [input, 'text/csv', 'application/jsonlines'];
  return types.find((type) => type !== undefined && last.container.mediaTypeFor(type) === type);
}
