import { createReadStream } from 'node:fs';
import type { PinnedArtifact } from '../../../../platform/artifact/artifact-cache.ts';
import { readArchive } from '../../../../platform/artifact/read-archive.ts';
import type { Logger } from '../../../../platform/observe/logger.ts';
import { findModelFile, openModelFile } from '../../../../scoring/model-file/open-model-file.ts';
import { ScoringError } from '../../../../scoring/scoring-error.ts';
import type { StageDefinition } from '../../stage-definition.ts';

interface ArtifactContext {
  readonly artifacts: { fetch(artifact: PinnedArtifact): Promise<string> };
  readonly log: Logger;
}

/** Variables that name a script of the user's. */
const scriptVariables = ['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'];

/**
 * Whether a scikit-learn container has no script, neither named nor in its archive, and a model file that is read
 * natively. What is not read is left to Python, with a line in the log that says why.
 */
export async function servesNatively(definition: StageDefinition, context: ArtifactContext): Promise<boolean> {
  const { environment, modelData, sourceData, hostname } = definition;
  if (modelData === undefined || sourceData !== undefined) return false;
  if (scriptVariables.some((name) => (environment[name] ?? '') !== '')) return false;
  const files = await readArchive(createReadStream(await context.artifacts.fetch(modelData)));
  if ([...files.keys()].some((path) => path.endsWith('.py'))) return false;
  try {
    const found = findModelFile(files);
    if (found === undefined) return false;
    openModelFile(found.path, files.get(found.path) as Uint8Array);
    return true;
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    context.log.warn({ container: hostname, reason: error.message }, 'not read natively, left to Python');
    return false;
  }
}
