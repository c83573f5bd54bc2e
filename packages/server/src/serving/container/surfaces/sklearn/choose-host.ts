import { own } from '@catenary/scoring/internal/names';
import type { PinnedArtifact } from '../../../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../../../platform/observe/logger.ts';
import type { StageDefinition } from '../../stage-definition.ts';
import type { FoundHost, SklearnHost } from './sklearn-host.ts';

/** Variables that name a script of the user's. */
const scriptVariables = ['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'];

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
  { artifacts, log, findHost = findHere }: HostContext,
  signal: AbortSignal,
): Promise<SklearnHost> {
  const { environment, modelData, sourceData, hostname } = definition;
  if (modelData === undefined || sourceData !== undefined) return { kind: 'script' };
  if (scriptVariables.some((name) => (own(environment, name) ?? '') !== '')) return { kind: 'script' };
  const { host, reason } = await findHost(await artifacts.fetch(modelData), signal);
  if (reason !== undefined) log.warn({ container: hostname, reason }, 'not read natively, left to Python');
  return host;
}

/** The engines are loaded only where no thread has them. */
const findHere: FindHost = async (path) => (await import('./find-host.ts')).findHost(path);
