import type { ModelFiles } from '../../model-files.ts';
import { allOps } from '../ops.ts';
import { readBundle } from './bundle/read-bundle.ts';
import { type BundleOptions, type BundleScorer, compileBundle } from './compile-bundle.ts';

/**
 * Loads an MLeap bundle (0.8 and later, JSON or Protobuf) and compiles it for one schema. It is not asynchronous, so all operators are loaded before.
 * Throws `ScoringError`: `bad_model` for broken files, `unsupported_model` for an op that is not read,
 * `missing_column` and `wrong_type` where the schema does not serve the bundle. Source: MLeap 0.25.2.
 */
export function loadBundle(files: ModelFiles, options: BundleOptions = {}): BundleScorer {
  return compileBundle(readBundle(files), allOps, options);
}
