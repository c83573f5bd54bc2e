import { builtInKinds, type ImageRule } from '../../serving/container/images.ts';
import { boolean } from './schema/boolean.ts';
import { choice } from './schema/choice.ts';
import { list } from './schema/list.ts';
import { record } from './schema/record.ts';
import { text } from './schema/text.ts';

const absolutePath = text({ must: 'an absolute path', test: (path) => path.startsWith('/') });

/** A rule of `images`. */
export const imageRule = record<ImageRule>(
  {
    match: text(),
    command: list(text({ must: 'a text', test: () => true }), { isEmptyAllowed: false }),
    kind: choice(builtInKinds),
    readable: list(absolutePath),
    writable: list(absolutePath),
    network: boolean(),
  },
  {
    required: ['match'],
    fault: ({ command, kind }) =>
      (command === undefined) === (kind === undefined) ? 'needs either command or kind' : undefined,
  },
);
