import { libraryTitles, type Recognised, recognise, recogniseFile } from '@catenary/scoring/internal/open';
import { CommandError } from './command.ts';
import type { ModelSource } from './model-source.ts';

/**
 * What a model named on the command line is; a file that is named is a model whatever its name is, if it is one. Throws
 * `CommandError` if that is not recognised.
 */
export function recogniseModel(source: ModelSource, path: string): Recognised {
  const found = findModel(source);
  if (found !== undefined) return found;
  const names = [...source.files.keys()];
  const what =
    source.kind !== 'file'
      ? `what ${path} holds (${names.slice(0, 5).join(', ') || 'nothing'}${names.length > 5 ? ', ...' : ''})`
      : `what ${path} is: no archive, and no model file of ${libraryTitles.join(', ')} or ONNX`;
  throw new CommandError(`Cannot tell ${what}; name the image that serves it with --image.`);
}

/** Likewise; undefined if it is not recognised. */
export function findModel({ kind, files }: ModelSource): Recognised | undefined {
  const [file] = kind === 'file' ? [...files] : [];
  return (file === undefined ? undefined : recogniseFile(...file)) ?? recognise(files);
}
