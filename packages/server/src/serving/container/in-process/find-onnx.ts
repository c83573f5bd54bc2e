import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';

/** The only `.onnx` file of an artifact; undefined if there is none. Throws `unsupported_model` if there are several. */
export function findOnnx(files: ModelFiles): string | undefined {
  const paths = [...files.keys()].filter((path) => path.endsWith('.onnx'));
  if (paths.length < 2) return paths[0];
  throw new ScoringError('unsupported_model', `Several files could be the model: ${paths.join(', ')}.`);
}
