import { randomUUID } from 'node:crypto';
import type { WorkerPool } from '../dispatch/worker-pool.ts';
import type { ContainerProcess } from '../process/container-process.ts';
import { type ProcessPoolDefinition, processPool } from '../process/process-pool.ts';
import { ProcessStage } from '../process/process-stage.ts';
import type { SocketFolders } from '../process/socket-folders.ts';
import type { Stage } from '../stage.ts';
import type { ContainerPlan } from './container-body.ts';
import type { OpenEngine } from './engine-source.ts';
import { ensureImage } from './ensure-image.ts';
import { instanceSize } from './instance-size.ts';
import { launchContainer } from './launch-container.ts';
import type { OciSettings } from './oci-settings.ts';

export interface OciDefinition extends ProcessPoolDefinition {
  readonly opened: OpenEngine;
  readonly hostname: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly modelDirectory: string;
  /** EnableNetworkIsolation: it has no network at all. */
  readonly isIsolated: boolean;
  readonly sockets: SocketFolders;
  readonly instanceType: string | undefined;
  readonly signal: AbortSignal;
}

export interface OciStageDefinition extends OciDefinition {
  readonly onClosed: () => Promise<void>;
}

/** Containers of an image that are to be started. */
export interface OciPool {
  readonly pool: WorkerPool<ContainerProcess>;
  /** Removes what was made for them, once they are closed. */
  readonly remove: () => Promise<void>;
}

export interface OciPoolOptions {
  /** Where they see the folder of their model. */
  readonly mount: string;
  readonly onChange?: (process: ContainerProcess) => void;
}

/** By which an image says that it listens where SAGEMAKER_BIND_TO_PORT says (developer guide, "Inference Pipelines"). */
const bindLabel = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';

/** Starts the containers of an image; rejects with a reason fit for FailureReason. */
export async function launchOciStage(definition: OciStageDefinition): Promise<Stage> {
  const { pool, remove } = await openOciPool(definition, { mount: '/opt/ml/model' });
  try {
    await pool.start(definition.signal);
  } catch (error) {
    await remove();
    throw error;
  }
  const onClosed = async () => {
    await remove();
    await definition.onClosed();
  };
  return new ProcessStage({ ...definition, onClosed }, pool);
}

/** What starts containers of an image, and the queue before them. Rejects with a reason fit for FailureReason. */
export async function openOciPool(definition: OciDefinition, options: OciPoolOptions): Promise<OciPool> {
  const { opened, image, hostname, isIsolated } = definition;
  const { labels } = await ensureImage(opened.engine, image, opened.settings);
  if (hostname !== 'primary' && labels[bindLabel] !== 'true')
    throw new Error(`The image ${image} lacks the label ${bindLabel}=true, which images of a pipeline need.`);
  const settings = await meansFor(opened, definition.instanceType);
  const network = isIsolated ? undefined : await makeNetwork(opened);
  const remove = async () => {
    if (network !== undefined) await opened.engine.ask('DELETE', `/networks/${network}`).catch(() => undefined);
  };
  return { pool: poolOf({ ...definition, opened: { ...opened, settings } }, options, network), remove };
}

/** What containers may take: as the settings say, else as much as the instance has that was asked for, or this machine. */
async function meansFor({ engine, settings }: OpenEngine, instanceType: string | undefined): Promise<OciSettings> {
  const size = instanceType === undefined ? undefined : instanceSize(instanceType);
  if (size === undefined) return settings;
  const { NCPU: cores = size.cpus } = (await engine.ask('GET', '/info')) as { readonly NCPU?: number };
  return { ...size, cpus: Math.min(size.cpus, cores), ...settings };
}

/** A network that only the copies of this container have. */
async function makeNetwork({ engine, label: [name, value] }: OpenEngine): Promise<string> {
  const network = `catenary-${randomUUID().slice(0, 13)}`;
  await engine.ask('POST', '/networks/create', { Name: network, Labels: { [name]: value } });
  return network;
}

function poolOf(
  definition: OciDefinition,
  { mount, onChange }: OciPoolOptions,
  network: string | undefined,
): WorkerPool<ContainerProcess> {
  const { opened, image, hostname, environment, modelDirectory, sockets, onLog } = definition;
  const { engine, settings, label } = opened;
  const labels = { [label[0]]: label[1], 'catenary.container': hostname };
  const plan: ContainerPlan = { image, hostname, environment, modelDirectory, mount, labels, network };
  const launch = { engine, plan, settings, sockets, onLog };
  return processPool(definition, { launch: (options) => launchContainer(launch, options), onChange });
}
