import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { findContainerKind } from '../images.ts';
import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';
import type { Candidate, Launcher } from '../launcher.ts';
import type { StageContext } from '../stage-context.ts';
import type { StageDefinition } from '../stage-definition.ts';
import { nativeContainers } from '../surfaces/native-containers.ts';
import { hostOf } from '../surfaces/sklearn/host-of.ts';
import { isXgboostScript } from '../surfaces/xgboost/is-script.ts';

/** Engines of ours, in this process: in its thread, or in threads if the model is large. */
export const nativeLauncher: Launcher = {
  async canRun(candidate) {
    const { kind } = candidate.kind;
    if (own(nativeContainers, kind) === undefined) return false;
    if (kind === 'xgboost') return !isXgboostScript(candidate.definition);
    return kind !== 'scikit-learn' || (await hostOf(candidate)).kind === 'native';
  },

  async launch(candidate, options) {
    const definition = await fetchNative(candidate);
    const { native } = candidate.context;
    if (native === undefined)
      return (await import('../in-process/launch-native-stage.ts')).launchNativeStage(definition);
    const { loadNativeStage } = await import('../load-native-stage.ts');
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.startupTimeoutMs)]);
    return loadNativeStage(definition, native, signal);
  },
};

/** What a native stage is made from; undefined for a container that runs elsewhere. Fetches its archive. */
export async function nativeDefinition(
  definition: StageDefinition,
  context: StageContext,
  signal: AbortSignal,
): Promise<NativeStageDefinition | undefined> {
  const kind = findContainerKind(context.images, definition.image);
  if (kind === undefined) return undefined;
  const candidate = { definition, kind, context, signal };
  return (await nativeLauncher.canRun(candidate)) ? fetchNative(candidate) : undefined;
}

async function fetchNative({ definition, kind, context }: Candidate): Promise<NativeStageDefinition> {
  const { hostname, image, environment, modelData } = definition;
  const archivePath = modelData === undefined ? undefined : await context.artifacts.fetch(modelData);
  return { kind: kind.kind, hostname, image, environment, ...present({ archivePath }) };
}
