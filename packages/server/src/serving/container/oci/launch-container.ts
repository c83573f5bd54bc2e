import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { enoughConnections, openConnections } from '../http-stage.ts';
import type { RunningProcess } from '../process/container-process.ts';
import { relaySocket } from '../process/relay.ts';
import type { SocketFolders } from '../process/socket-folders.ts';
import { type StartupOptions, waitUntilHealthy } from '../process/wait-until-healthy.ts';
import { type ContainerPlan, containerBody, containerPort } from './container-body.ts';
import type { Engine } from './engine.ts';
import { OciContainer, removeContainer } from './oci-container.ts';
import type { OciSettings } from './oci-settings.ts';
import { startRelay } from './start-relay.ts';

export interface ContainerLaunch {
  readonly engine: Engine;
  readonly plan: ContainerPlan;
  readonly settings: OciSettings;
  readonly sockets: SocketFolders;
  readonly onLog: (line: string) => void;
}

const failedStartGraceMs = 2_000;
/** How long until a container that has started has its process and its port. */
const settleMs = 50;

/** Starts one container of an image and waits for its first healthy ping. Rejects with a reason fit for FailureReason. */
export async function launchContainer(launch: ContainerLaunch, options: StartupOptions): Promise<RunningProcess> {
  const { engine, plan, settings, onLog } = launch;
  const { Id: id } = (await engine.ask('POST', '/containers/create', containerBody(plan, settings))) as {
    readonly Id: string;
  };
  try {
    await engine.ask('POST', `/containers/${id}/start`);
  } catch (error) {
    await removeContainer(engine, id);
    throw new Error(describeStartError((error as Error).message, plan.image), { cause: error });
  }
  const child = new OciContainer(engine, id, { onLine: onLog, memoryMB: settings.memoryMB });
  return untilHealthy(launch, child, options);
}

async function untilHealthy(
  launch: ContainerLaunch,
  child: OciContainer,
  options: StartupOptions,
): Promise<RunningProcess> {
  const way = await openWay(launch, child).catch(async (error: unknown) => {
    child.kill();
    await child.exited;
    throw error;
  });
  const dispatcher = openConnections({ ...way, connections: enoughConnections });
  try {
    await waitUntilHealthy(child, dispatcher, options);
    return { child, dispatcher };
  } catch (error) {
    await Promise.all([dispatcher.destroy(), child.stop(failedStartGraceMs)]);
    throw error;
  }
}

/** By a port of this machine; where it has no network, by a socket. */
async function openWay({ plan, sockets }: ContainerLaunch, child: OciContainer) {
  if (plan.network !== undefined) {
    const { hostPort } = await child.state();
    // What has ended already has none: its end is reported as that of any start.
    return { origin: `http://127.0.0.1:${hostPort ?? 1}` };
  }
  const folder = await sockets.make();
  const relays: ChildProcess[] = [];
  void child.exited.then(async () => {
    for (const relay of relays) relay.kill();
    await sockets.remove(folder);
  });
  await delay(settleMs);
  const relay = await startRelay((await child.state()).pid, folder, containerPort);
  relays.push(relay);
  if (child.ending !== undefined) relay.kill();
  return { origin: 'http://localhost', socketPath: relaySocket(folder) };
}

/** What the engine says, with what it means. */
function describeStartError(said: string, image: string): string {
  const end = `(${said.slice(0, 300)})`;
  if (/exec format error/i.test(said)) return `The image ${image} is not for the processor of this machine ${end}.`;
  if (/not found|no such file/i.test(said))
    return `The image ${image} has no program serve: it needs an ENTRYPOINT, or serve on its PATH ${end}.`;
  return `The container of ${image} could not be started: ${said.slice(0, 600)}.`;
}
