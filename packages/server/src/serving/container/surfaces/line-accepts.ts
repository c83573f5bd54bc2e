import { mediaType } from '../../../contract/media-type.ts';
import { isMediaTypeOfLines } from '../media-type-of-lines.ts';
import type { NativeContainer } from './native-container.ts';

/** Media types of lines that a container writes only where it is asked for them: none of one that answers in lines by itself. */
export function lineAccepts(container: Pick<NativeContainer, 'mediaTypeFor'>): readonly string[] {
  if (isMediaTypeOfLines(container.mediaTypeFor(undefined))) return [];
  return ['text/csv', 'application/jsonlines'].filter((type) => mediaType(container.mediaTypeFor(type)) === type);
}
