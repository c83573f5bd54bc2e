import type { Logger } from '../../platform/observe/logger.ts';
import type { ImageRule } from './images.ts';
import type { ModelContext } from './model-directory.ts';
import type { MultiModelContext } from './multi-model/launch-multi-model-stage.ts';
import type { EngineSource } from './oci/engine-source.ts';
import type { BoxSource } from './process/box-source.ts';
import type { SocketFolders } from './process/socket-folders.ts';

/** What the containers of a server, or of a command, are started with. */
export interface StageContext extends ModelContext {
  readonly images: readonly ImageRule[];
  /** Python environments are kept below, in `python/`. */
  readonly environments: string;
  readonly log: Logger;
  /** What processes of containers run in. */
  readonly box: BoxSource;
  /** Where sockets of its containers lie. */
  readonly sockets: SocketFolders;
  /** Most address space of each process of a container, MiB; undefined or 0: no limit. */
  readonly processMemoryMB?: number;
  /** The interpreter that Python environments are made from; default `python3`. */
  readonly python?: string;
  /** What images of others run on; without it they do not. */
  readonly engine?: EngineSource;
  /** What containers in MultiModel mode need; without it there are none. */
  readonly multiModel?: MultiModelContext;
}
