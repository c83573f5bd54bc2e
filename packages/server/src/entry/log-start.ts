import { availableParallelism } from 'node:os';
import type { Logger } from '../platform/observe/logger.ts';
import { storeKind } from '../platform/store/store-kind.ts';
import { withoutPassword } from '../platform/store/without-password.ts';
import { credentialsPath, pairOf } from './credentials.ts';
import type { ServerOptions } from './options/server-options.ts';
import { readVersion } from './read-version.ts';

interface StartedServer {
  readonly url: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** One line with what a server runs as: the first thing to look for in a log, and to put into a report. */
export function logStart(log: Logger, options: ServerOptions, { url, environment }: StartedServer): void {
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
    // Clients of this machine find those of the file by themselves, and need to be given the others.
    keys: pairOf(environment) === undefined ? credentialsPath(data) : 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    accessLog,
  };
  log.info(facts, 'server started');
}
