import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import { readArtifact } from '../../../../platform/artifact/read-artifact.ts';
import { openServedModel } from './open-served-model.ts';
import type { FoundHost, SklearnHost } from './sklearn-host.ts';

/** What joblib writes, by name. */
const pickleName = /\.(joblib|pkl|pickle)(\.\w+)?$/;

/** What serves the artifact at a path if no script is named for it. Rejects with `ArtifactError`. */
export async function findHost(path: string): Promise<FoundHost> {
  return hostOfFiles(await readArtifact(path));
}

/** Likewise, of its files. */
export function hostOfFiles(files: ModelFiles): FoundHost {
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
