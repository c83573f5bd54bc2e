import type { PinnedArtifact } from '../../../../platform/artifact/artifact-cache.ts';
import { readArtifact } from '../../../../platform/artifact/read-artifact.ts';
import type { Logger } from '../../../../platform/observe/logger.ts';
import type { ModelFiles } from '../../../../scoring/model-files.ts';
import { findModelFile } from '../../../../scoring/model-file/open-model-file.ts';
import { ScoringError } from '../../../../scoring/scoring-error.ts';
import { findOnnx } from '../onnx/find-onnx.ts';
import { openServedModel } from './open-served-model.ts';
import type { StageDefinition } from '../../stage-definition.ts';

interface ArtifactContext {
  readonly artifacts: { fetch(artifact: PinnedArtifact): Promise<string> };
  readonly log: Logger;
}

/** What serves a scikit-learn container: our engine, ONNX Runtime, Python with the library and the model file, or the user's script. */
export type SklearnHost =
  | { readonly kind: 'native' }
  | { readonly kind: 'onnx'; readonly model: Uint8Array }
  | { readonly kind: 'python'; readonly file: string; readonly reason: string }
  | { readonly kind: 'script' };

/** Variables that name a script of the user's. */
const scriptVariables = ['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'];

/** What joblib writes, by name. */
const pickleName = /\.(joblib|pkl|pickle)(\.\w+)?$/;

/**
 * Without a script, neither named nor in the archive, the model file is served: natively, or, with a line in the log that
 * says why not, by the library itself.
 */
export async function chooseHost(definition: StageDefinition, context: ArtifactContext): Promise<SklearnHost> {
  const { environment, modelData, sourceData, hostname } = definition;
  if (modelData === undefined || sourceData !== undefined) return { kind: 'script' };
  if (scriptVariables.some((name) => (environment[name] ?? '') !== '')) return { kind: 'script' };
  const files = await readArtifact(await context.artifacts.fetch(modelData));
  if ([...files.keys()].some((path) => path.endsWith('.py'))) return { kind: 'script' };
  try {
    const found = findModelFile(files);
    const onnx = found === undefined ? findOnnx(files) : undefined;
    if (onnx !== undefined) return { kind: 'onnx', model: files.get(onnx) as Uint8Array };
    if (found === undefined) return { kind: 'script' };
    openServedModel(found.path, files.get(found.path) as Uint8Array);
    return { kind: 'native' };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const { message: reason } = error;
    context.log.warn({ container: hostname, reason }, 'not read natively, left to Python');
    const file = onlyPickle(files);
    return file === undefined ? { kind: 'script' } : { kind: 'python', file, reason };
  }
}

function onlyPickle(files: ModelFiles): string | undefined {
  const [only, another] = [...files.keys()].filter((path) => pickleName.test(path));
  return another === undefined ? only : undefined;
}
