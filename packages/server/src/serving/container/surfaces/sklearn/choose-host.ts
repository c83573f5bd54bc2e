import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { recognise } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import type { PinnedArtifact } from '../../../../platform/artifact/artifact-cache.ts';
import { readArtifact } from '../../../../platform/artifact/read-artifact.ts';
import type { Logger } from '../../../../platform/observe/logger.ts';
import type { StageDefinition } from '../../stage-definition.ts';
import { openServedModel } from './open-served-model.ts';

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

/** The host, and why the model is not read natively if that is so. */
export interface FoundHost {
  readonly host: SklearnHost;
  readonly reason?: string;
}

/** Finds the host by the files at a path; in a thread, where there are threads: the model is opened for that. */
export type FindHost = (path: string, signal: AbortSignal) => Promise<FoundHost>;

interface HostContext {
  readonly artifacts: { fetch(artifact: PinnedArtifact): Promise<string> };
  readonly log: Logger;
  readonly findHost?: FindHost | undefined;
}

/**
 * Without a script, neither named nor in the archive, the model file is served: natively, or, with a line in the log that
 * says why not, by the library itself.
 */
export async function chooseHost(
  definition: StageDefinition,
  { artifacts, log, findHost: find = findHost }: HostContext,
  signal: AbortSignal,
): Promise<SklearnHost> {
  const { environment, modelData, sourceData, hostname } = definition;
  if (modelData === undefined || sourceData !== undefined) return { kind: 'script' };
  if (scriptVariables.some((name) => (own(environment, name) ?? '') !== '')) return { kind: 'script' };
  const { host, reason } = await find(await artifacts.fetch(modelData), signal);
  if (reason !== undefined) log.warn({ container: hostname, reason }, 'not read natively, left to Python');
  return host;
}

/** What serves the artifact at a path if no script is named for it. Rejects with `ArtifactError`. */
export async function findHost(path: string): Promise<FoundHost> {
  const files = await readArtifact(path);
  try {
    return { host: openHost(files) };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const { message: reason } = error;
    const file = onlyPickle(files);
    return { host: file === undefined ? { kind: 'script' } : { kind: 'python', file, reason }, reason };
  }
}

/** Throws `ScoringError` if there is a model that is not read natively. */
function openHost(files: ModelFiles): SklearnHost {
  const found = recognise(files, ['script', 'model-file', 'onnx']);
  if (found === undefined || found.kind === 'script') return { kind: 'script' };
  const bytes = defined(files.get(found.path));
  if (found.kind === 'onnx') return { kind: 'onnx', model: bytes };
  openServedModel(found.path, bytes);
  return { kind: 'native' };
}

function onlyPickle(files: ModelFiles): string | undefined {
  const [only, another] = [...files.keys()].filter((path) => pickleName.test(path));
  return another === undefined ? only : undefined;
}
