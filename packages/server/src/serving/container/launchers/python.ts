import { present } from '@catenary/scoring/internal/values';
import { containerLines } from '../container-lines.ts';
import { parseImageName } from '../image-name.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Candidate, Launcher } from '../launcher.ts';
import { maxWaitMs } from '../max-wait-ms.ts';
import { inModelDirectory, type ModelDirectories, unpackModel } from '../model-directory.ts';
import type { PythonStageDefinition } from '../python/python-stage.ts';
import { hostOf } from '../surfaces/sklearn/host-of.ts';
import { isXgboostScript } from '../surfaces/xgboost/is-script.ts';

type PythonChoice = Pick<PythonStageDefinition, 'framework' | 'model'>;

/**
 * Real Python with the library: a script of the user's, or a scikit-learn model that is not read natively. Its modules
 * are loaded when a container first needs them: the HTTP client is a tenth of a server's start.
 */
export const pythonLauncher: Launcher = {
  async canRun(candidate) {
    return (await choose(candidate)) !== undefined;
  },

  isKnownProcess({ kind }, { environment }) {
    const named = [environment.SAGEMAKER_PROGRAM, environment.SAGEMAKER_SUBMIT_DIRECTORY];
    return (kind === 'scikit-learn' || kind === 'xgboost') && named.some((value) => (value ?? '') !== '');
  },

  /** A script that all models share has its environment before the first request names a model. */
  async prepare(candidate, options) {
    const { definition, context } = candidate;
    if (definition.sourceData === undefined) return;
    const { preparePythonStage } = await import('../python/python-stage.ts');
    const directories = await unpackModel(definition, context);
    try {
      await preparePythonStage(await stageOf(candidate, options, directories));
    } finally {
      await directories.remove();
    }
  },

  async launch(candidate, options) {
    const { launchPythonStage } = await import('../python/python-stage.ts');
    const { definition, context } = candidate;
    return inModelDirectory(definition, context, async (directories) =>
      launchPythonStage({ ...(await stageOf(candidate, options, directories)), onClosed: directories.remove }),
    );
  },
};

/**
 * How it would run in Python; undefined if it does not. Without a script a model is served, which AWS's container does
 * not do.
 */
async function choose(candidate: Candidate): Promise<PythonChoice | undefined> {
  const { kind } = candidate.kind;
  if (kind === 'xgboost') return isXgboostScript(candidate.definition) ? { framework: kind } : undefined;
  if (kind !== 'scikit-learn') return undefined;
  const host = await hostOf(candidate);
  if (host.kind === 'script') return { framework: kind };
  return host.kind === 'python' ? { framework: kind, model: host } : undefined;
}

async function stageOf(
  candidate: Candidate,
  options: LaunchOptions,
  { model, source }: ModelDirectories,
): Promise<PythonStageDefinition> {
  const { definition, context } = candidate;
  const { enclose } = await import('../process/enclose.ts');
  return {
    ...((await choose(candidate)) as PythonChoice),
    hostname: definition.hostname,
    image: definition.image,
    imageTag: parseImageName(definition.image).tag,
    environment: definition.environment,
    modelDirectory: model,
    ...present({ sourceDirectory: source }),
    dataDirectory: context.environments,
    enclosure: await enclose(definition, context),
    startupTimeoutMs: options.startupTimeoutMs,
    replication: options.replication,
    isIdempotent: isIdempotent(definition),
    maxWaitMs: maxWaitMs(definition),
    maxRestartDelayMs: options.maxRestartDelayMs,
    signal: options.signal,
    onLog: containerLines(definition, options, context),
    onProgress: (doing) => options.onProgress?.(definition.hostname, doing),
    ...present({ python: context.python }),
  };
}
