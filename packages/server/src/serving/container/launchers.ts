import { candidateFor, findLauncher } from './find-launcher.ts';
import { findContainerKind, type ImageRule } from './images.ts';
import type { LaunchStage } from './launch-stages.ts';
import type { Launcher } from './launcher.ts';
import { commandLauncher } from './launchers/command.ts';
import { functionLauncher } from './launchers/function.ts';
import { multiModelLauncher } from './launchers/multi-model.ts';
import { nativeLauncher } from './launchers/native.ts';
import { ociLauncher } from './launchers/oci.ts';
import { onnxLauncher } from './launchers/onnx.ts';
import { pythonLauncher } from './launchers/python.ts';
import { remoteLauncher } from './launchers/remote.ts';
import type { StageContext } from './stage-context.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Ways of running a container that has one model. What they need is loaded when a container is first run so. */
const single: readonly Launcher[] = [
  commandLauncher,
  remoteLauncher,
  ociLauncher,
  functionLauncher,
  onnxLauncher,
  pythonLauncher,
  nativeLauncher,
];

/** All ways of running a container; the first that can runs it. */
export const launchers: readonly Launcher[] = [multiModelLauncher(single), ...single];

/** How this server starts one container. */
export function stageLauncher(context: StageContext): LaunchStage {
  return async (definition, options) => {
    const candidate = candidateFor(definition, context, options.signal);
    const launcher = await findLauncher(launchers, candidate);
    return launcher.launch(candidate, options);
  };
}

/** Whether it is known before its start that a container runs as a process of this machine. */
export function isKnownProcess(definition: StageDefinition, images: readonly ImageRule[]): boolean {
  const kind = findContainerKind(images, definition.image);
  return kind !== undefined && launchers.some((launcher) => launcher.isKnownProcess?.(kind, definition) === true);
}
