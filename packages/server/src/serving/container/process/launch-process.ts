import { enoughConnections, openConnections } from '../http-stage.ts';
import { ChildProcess } from './child-process.ts';
import type { RunningProcess } from './container-process.ts';
import { baseEnvironment, childOptions, type Enclosure, openEnclosure } from './enclosure.ts';
import { findFreePort, safePortRange } from './free-port.ts';
import { findPortOwner, watchPort } from './port-owner.ts';
import { commandFolders } from './program-folders.ts';
import { relaySetup, relaySocket } from './relay.ts';
import { type StartupOptions, startFailure, waitUntilHealthy } from './wait-until-healthy.ts';

export interface ProcessDefinition {
  /** Program and arguments; AWS's `serve` is not added. */
  readonly command: readonly string[];
  /** Where the model archive is unpacked: the working directory, and SM_MODEL_DIR. */
  readonly modelDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly enclosure?: Enclosure;
  /** Paths that it sees besides its program's folder, those of the files that its words name, and the model. */
  readonly readable?: readonly string[] | undefined;
  readonly writable?: readonly string[] | undefined;
  readonly onLog: (line: string) => void;
}

const attempts = 3;
/** What a process that did not start gets to end by itself, milliseconds. */
const failedStartGraceMs = 2_000;

/**
 * Starts a command that serves HTTP on SAGEMAKER_BIND_TO_PORT and waits for its first healthy ping. A plain process has
 * no /opt/ml/model of its own, so the model's place is given by the working directory and by SM_MODEL_DIR.
 */
export async function launchProcess(definition: ProcessDefinition, options: StartupOptions): Promise<RunningProcess> {
  let taken = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = await findFreePort();
    const running = await launchOnPort(definition, options, port);
    if (running !== undefined) return running;
    taken = `port ${port} was taken by another process`;
    definition.onLog(`${taken}; trying another one`);
  }
  throw new Error(
    `No port could be had: in each of ${attempts} attempts ${taken} before the container listened on it.`,
  );
}

/** Undefined if another process listens on the port: its answers are not the container's. */
async function launchOnPort(
  definition: ProcessDefinition,
  options: StartupOptions,
  port: number,
): Promise<RunningProcess | undefined> {
  const { isOffline, sockets } = definition.enclosure ?? openEnclosure;
  const relay = isOffline ? await sockets.make() : undefined;
  const child = startChild(definition, port, relay);
  if (relay !== undefined) void child.exited.then(() => sockets.remove(relay));
  const theft = new AbortController();
  const connections = enoughConnections;
  const dispatcher = openConnections(
    relay === undefined
      ? { origin: `http://127.0.0.1:${port}`, connections, isStolen: tellTheft(port, child, theft) }
      : { origin: 'http://localhost', socketPath: relaySocket(relay), connections },
  );
  const signal = AbortSignal.any([options.signal, theft.signal]);
  try {
    await waitUntilHealthy(child, dispatcher, { ...options, signal });
    return { child, dispatcher };
  } catch (error) {
    // No other process is on its own loopback.
    const isTaken = relay === undefined && (await findPortOwner(port, child.pid ?? 0)) === 'other';
    await Promise.all([dispatcher.destroy(), child.stop(failedStartGraceMs)]);
    if (theft.signal.aborted || isTaken) return undefined;
    throw error instanceof Error ? error : startFailure(child, String(error));
  }
}

/** Watches the port, and reports at once when it is another process's: a start has nothing more to wait for. */
function tellTheft(port: number, child: ChildProcess, theft: AbortController): () => Promise<boolean> {
  const isStolen = watchPort(port, child.pid ?? 0);
  return async () => {
    const isTaken = await isStolen();
    if (isTaken) theft.abort();
    return isTaken;
  };
}

/** `relay`: folder for the socket through which a process without a network is reached. */
function startChild(definition: ProcessDefinition, port: number, relay: string | undefined): ChildProcess {
  const { command, modelDirectory, readable = [], writable = [], enclosure = openEnclosure } = definition;
  const view = {
    readable: [...commandFolders(command), ...readable, ...(relay === undefined ? [] : [process.execPath])],
    writable: [...writable, ...(relay === undefined ? [] : [relay])],
    model: modelDirectory,
  };
  const options = childOptions(enclosure, view);
  return new ChildProcess({
    command,
    directory: modelDirectory,
    environment: environmentFor(definition, port),
    onLine: definition.onLog,
    ...options,
    setup: [...options.setup, ...(relay === undefined ? [] : relaySetup(relay, port))],
  });
}

function environmentFor(definition: ProcessDefinition, port: number): Record<string, string> {
  return {
    ...baseEnvironment(definition.enclosure ?? openEnclosure),
    SM_MODEL_DIR: definition.modelDirectory,
    SAGEMAKER_SAFE_PORT_RANGE: safePortRange(port),
    ...definition.environment,
    SAGEMAKER_BIND_TO_PORT: String(port),
  };
}
