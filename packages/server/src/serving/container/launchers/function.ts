import { containerLines } from '../container-lines.ts';
import type { FunctionKind } from '../images.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { Launcher } from '../launcher.ts';
import { inModelDirectory } from '../model-directory.ts';
import { enclose } from '../process/enclose.ts';

/** A JavaScript or TypeScript module of the archive, in processes of Node that may use nothing but what it was given. */
export const functionLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'function',

  async launch(candidate, options) {
    const { launchFunctionStage } = await import('../function/function-stage.ts');
    const { definition, kind, context } = candidate;
    const { readable = [], writable = [], network = false } = kind as FunctionKind;
    const isOnline = network && definition.isIsolated !== true;
    const enclosure = await enclose(definition, context);
    // Without a network wherever that can be had: in its box, besides what Node withholds.
    const isOffline = !isOnline && enclosure.box.isClosed;
    const { hostname, image, environment } = definition;
    const { startupTimeoutMs, maxRestartDelayMs, signal, replication } = options;
    const start = { startupTimeoutMs, maxRestartDelayMs, signal, replication, isIdempotent: isIdempotent(definition) };
    const given = { hostname, image, environment, readable, writable, isOnline, ...start };
    const onLog = containerLines(definition, options, context);
    return inModelDirectory(definition, context, ({ model: modelDirectory, remove }) =>
      launchFunctionStage({
        ...given,
        enclosure: { ...enclosure, isOffline },
        modelDirectory,
        onLog,
        onClosed: remove,
      }),
    );
  },
};
