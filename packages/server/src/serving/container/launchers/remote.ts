import { containerLines } from '../container-lines.ts';
import type { RemoteKind } from '../images.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { Launcher } from '../launcher.ts';

/** A service elsewhere that keeps the container contract, at the address that the configuration names. */
export const remoteLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'remote',

  async launch({ definition, kind, context }, options) {
    const { launchRemoteStage } = await import('../remote/remote-stage.ts');
    const { hostname, image, isIsolated, modelData } = definition;
    if (isIsolated === true)
      throw new Error(`EnableNetworkIsolation: container ${hostname} is a service that is reached over the network.`);
    if (modelData !== undefined)
      throw new Error(`Container ${hostname} is a service elsewhere, which has its model: leave out its model data.`);
    const { startupTimeoutMs, signal } = options;
    const onLog = containerLines(definition, options, context);
    const start = { startupTimeoutMs, signal, onLog, isIdempotent: isIdempotent(definition) };
    return launchRemoteStage({ hostname, image, service: kind as RemoteKind, ...start });
  },
};
