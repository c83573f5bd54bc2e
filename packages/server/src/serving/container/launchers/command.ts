import { containerLines } from '../container-lines.ts';
import type { CommandKind } from '../images.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Candidate, Launcher } from '../launcher.ts';
import { maxWaitMs } from '../max-wait-ms.ts';
import { inModelDirectory } from '../model-directory.ts';

/** A command of the user's that keeps the container contract, as a process of this machine. */
export const commandLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'process',
  isKnownProcess: ({ kind }) => kind === 'process',

  async openModelHost(candidate, options, place) {
    const { launchProcessHost } = await import('../multi-model/process-host.ts');
    const process = await processOf(candidate, options);
    const environment = { ...process.environment, SAGEMAKER_MULTI_MODEL: 'true' };
    return launchProcessHost({ ...process, ...place, environment });
  },

  async launch(candidate, options) {
    const { launchProcessStage } = await import('../process/process-stage.ts');
    const process = await processOf(candidate, options);
    return inModelDirectory(candidate.definition, candidate.context, ({ model, remove }) =>
      launchProcessStage({ ...process, replication: options.replication, modelDirectory: model, onClosed: remove }),
    );
  },
};

async function processOf({ definition, kind, context }: Candidate, options: LaunchOptions) {
  const { command, readable, writable } = kind as CommandKind;
  const { hostname, image, environment } = definition;
  const { startupTimeoutMs, maxRestartDelayMs, signal } = options;
  const { enclose } = await import('../process/enclose.ts');
  const enclosure = await enclose(definition, context);
  const onLog = containerLines(definition, options, context);
  const choices = { isIdempotent: isIdempotent(definition), maxWaitMs: maxWaitMs(definition) };
  const start = { ...choices, startupTimeoutMs, maxRestartDelayMs, signal, onLog };
  return { hostname, image, environment, command, readable, writable, enclosure, ...start };
}
