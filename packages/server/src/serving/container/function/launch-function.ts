import { containerLines } from '../container-lines.ts';
import type { FunctionKind } from '../images.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Candidate } from '../launcher.ts';
import { maxWaitMs } from '../max-wait-ms.ts';
import { inModelDirectory } from '../model-directory.ts';
import { enclose } from '../process/enclose.ts';
import type { Stage } from '../stage.ts';
import { launchFunctionStage } from './function-stage.ts';
import type { FunctionProgram } from './launch-function-worker.ts';
import { nativesBeside } from './natives-beside.ts';

/** Starts a function as its rule says, with nothing but what it was given. `program`: see `FunctionProgram`. */
export async function launchFunction(
  { definition, kind, context }: Candidate,
  options: LaunchOptions,
  program?: FunctionProgram,
): Promise<Stage> {
  const { readable = [], writable = [], network = false } = kind as FunctionKind;
  const isOnline = network && definition.isIsolated !== true;
  const enclosure = await enclose(definition, context);
  // Without a network wherever that can be had: in its box, besides what Node withholds.
  const isOffline = !isOnline && enclosure.box.isClosed;
  const { hostname, image, environment } = definition;
  const { startupTimeoutMs, maxRestartDelayMs, signal, replication } = options;
  const choices = { isIdempotent: isIdempotent(definition), maxWaitMs: maxWaitMs(definition) };
  const start = { startupTimeoutMs, maxRestartDelayMs, signal, replication, ...choices };
  const { before = [] } = options;
  const natives = await nativesBeside(before, context, signal);
  const given = { hostname, image, environment, readable, writable, isOnline, program, natives, ...start };
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
}
