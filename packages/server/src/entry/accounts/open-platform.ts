import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { ArtifactCache } from '../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { openObjectStore } from '../../platform/storage/open-object-store.ts';
import { type OpenedStore, openStore } from '../../platform/store/store.ts';
import { storeKind } from '../../platform/store/store-kind.ts';
import { artifactsInUse } from '../../serving/artifacts-in-use.ts';
import { EngineSource } from '../../serving/container/oci/engine-source.ts';
import type { BoxSource } from '../../serving/container/process/box-source.ts';
import { SocketFolders } from '../../serving/container/process/socket-folders.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import { OptionError } from '../options/option-error.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { loadServerId } from '../server-id.ts';

/** What a server stands on: store and objects, boxes and sockets of its containers. */
export interface Platform extends OpenedStore {
  readonly box: BoxSource;
  readonly sockets: SocketFolders;
  readonly engine: EngineSource;
  readonly serverId: string;
  readonly objects: ObjectStore;
  readonly artifacts: ArtifactCache;
  readonly log: Logger;
  readonly now: () => number;
}

/** Where a platform is among others. */
export interface PlatformPlace {
  readonly log: Logger;
  /** The box of its containers. */
  readonly box: BoxSource;
  /** Schema of a PostgreSQL store, which is made if need be. Absent: the one that the address says. */
  readonly schema?: string;
}

export async function openPlatform(options: ServerOptions, { log, box, schema }: PlatformPlace): Promise<Platform> {
  const { data } = options;
  // Otherwise it is tried when the first container needs it.
  if (options.sandbox === 'bubblewrap') await box().catch(refuse);
  // What a killed run left behind: its containers are gone, so are their folders' uses.
  await removeFolder(join(data, 'containers')).catch(stays(log));
  const sockets = new SocketFolders(join(data, 'sockets'));
  await sockets.removeLeft().catch(stays(log));
  const serverId = await loadServerId(data);
  const [opened, objects] = await Promise.all([
    openStore({
      location: options.store,
      owner: serverId,
      leaseMs: options.leaseSeconds * 1000,
      log,
      ...present({ schema }),
    }),
    openObjectStore(join(data, 'objects'), options.s3, storeKind(options.store) === 'postgres'),
  ]);
  const artifacts = new ArtifactCache(join(data, 'artifacts'), objects);
  await artifacts.keepOnly(await artifactsInUse(opened.store));
  const engine = new EngineSource(options.containers, data, log);
  // What a killed run left on it goes; only images wait for that.
  if (engine.isThere)
    void engine.open().catch((error: Error) => log.warn({ reason: error.message }, 'engine for images'));
  return { ...opened, box, sockets, engine, serverId, objects, artifacts, log, now: () => Date.now() };
}

/** New ones have other names: it takes room, and is no reason not to serve. */
const stays = (log: Pick<Logger, 'warn'>) => (error: Error) =>
  log.warn({ reason: error.message }, 'what an earlier run left could not be removed');

function refuse(error: Error): never {
  throw new OptionError(error.message);
}
