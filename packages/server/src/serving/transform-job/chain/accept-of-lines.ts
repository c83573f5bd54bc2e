import { mediaType } from '../../../contract/media-type.ts';
import type { Stage } from '../../container/stage.ts';

/**
 * The Accept for the last container of a job that reads lines and names none, so that its answers are lines too: the
 * type of the input, if the container can write it. Undefined where the container answers in lines by itself, and for
 * containers that are no engines of ours, whose own default holds, as the service has it.
 */
export function acceptOfLines(stages: readonly Stage[], contentType: string | undefined): string | undefined {
  const accepts = stages.at(-1)?.lineAccepts ?? [];
  const input = mediaType(contentType);
  return accepts.find((type) => type === input) ?? accepts[0];
}
