import { availableParallelism } from 'node:os';
import type { Logger } from '../platform/observe/logger.ts';
import { storeKind } from '../platform/store/store-kind.ts';
import { withoutPassword } from '../platform/store/without-password.ts';
import type { ServerOptions } from './options/server-options.ts';
import { readVersion } from './read-version.ts';

/** One line with what a server runs as: the first thing to look for in a log, and to put into a report. */
export function logStart(log: Logger, options: ServerOptions, url: string): void {
  const { data, store, s3, python, sandbox, environments, accessLog } = options;
  const facts = {
    version: readVersion(),
    node: process.versions.node,
    pid: process.pid,
    url,
    data,
    store: storeKind(store) === 'postgres' ? withoutPassword(store) : store,
    outsideStores: s3.length,
    cores: availableParallelism(),
    processes: { sandbox, python, environments },
    accessLog,
  };
  log.info(facts, 'server started');
}
