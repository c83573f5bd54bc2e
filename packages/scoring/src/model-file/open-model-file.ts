import { ScoringError } from '../scoring-error.ts';
import { findLibrary } from './find-library.ts';
import { libraryTitles } from './libraries.ts';
import type { ModelFile } from './model-file.ts';
import { readers } from './readers.ts';

/** Opens one model file of any library that is read natively. Throws `ScoringError`, with the path, if it is none. */
export function openModelFile(path: string, bytes: Uint8Array): ModelFile {
  const found = findLibrary(path, bytes);
  if (found !== undefined) return readers[found.library](found.bytes);
  if (isPmml(path, bytes)) {
    throw new ScoringError(
      'unsupported_model',
      `${path}: PMML is not read natively; export the model as ONNX, or keep the file of the library that it came from.`,
    );
  }
  throw new ScoringError(
    'unsupported_model',
    `${path}: no model file of ${libraryTitles.slice(0, -1).join(', ')} or ${libraryTitles.at(-1)}.`,
  );
}

/** PMML is XML whose outermost element says so, behind a declaration and comments at most. */
function isPmml(path: string, bytes: Uint8Array): boolean {
  if (path.toLowerCase().endsWith('.pmml')) return true;
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return head.trimStart().startsWith('<') && /<PMML[\s>]/.test(head);
}
