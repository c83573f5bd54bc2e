import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { findLibrary } from './find-library.ts';
import { libraries, type Library } from './libraries.ts';
import type { ModelFile } from './model-file.ts';

/** Files of an archive that are no model, whatever is in them. */
const noModel =
  /(^|\/)(\.|__MACOSX\/|code\/)|\.(py|txt|md|csv|ya?ml|ipynb|whl|onnx|html)$|(^|\/)(bundle|schema|case|metadata|config)\.json$/;

/** Opens one model file of any library that is read natively. Throws `ScoringError`, with the path, if it is none. */
export function openModelFile(path: string, bytes: Uint8Array): ModelFile {
  const found = findLibrary(path, bytes);
  if (found !== undefined) return libraries[found.library](found.bytes);
  if (isPmml(path, bytes)) {
    throw new ScoringError(
      'unsupported_model',
      `${path}: PMML is not read natively; export the model as ONNX, or keep the file of the library that it came from.`,
    );
  }
  throw new ScoringError(
    'unsupported_model',
    `${path}: no model file of XGBoost, LightGBM, CatBoost or scikit-learn (joblib, pickle, skops).`,
  );
}

/** PMML is XML whose outermost element says so, behind a declaration and comments at most. */
function isPmml(path: string, bytes: Uint8Array): boolean {
  if (path.toLowerCase().endsWith('.pmml')) return true;
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return head.trimStart().startsWith('<') && /<PMML[\s>]/.test(head);
}

/** The model file in an artifact: its path and the library. Undefined if there is none; throws if there are several. */
export function findModelFile(files: ModelFiles): { readonly path: string; readonly library: Library } | undefined {
  const found: { path: string; library: Library }[] = [];
  for (const [path, bytes] of files) {
    const library = noModel.test(path) ? undefined : findLibrary(path, bytes)?.library;
    if (library !== undefined) found.push({ path, library });
  }
  const atTop = found.filter(({ path }) => !path.includes('/'));
  const candidates = atTop.length > 0 ? atTop : found;
  if (candidates.length < 2) return candidates[0];
  const paths = candidates.map(({ path }) => path).join(', ');
  throw new ScoringError('unsupported_model', `Several files could be the model: ${paths}. Name one of them itself.`);
}
