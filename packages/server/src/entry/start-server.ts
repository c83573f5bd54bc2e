import { join } from 'node:path';
import { armFaults } from '../platform/observe/fault-point.ts';
import { createLogger, type Logger } from '../platform/observe/logger.ts';
import type { Accounts } from './accounts/accounts.ts';
import { openAccounts } from './accounts/open-accounts.ts';
import { type Credentials, loadCredentials } from './credentials.ts';
import { dataFolderError } from './data-folder-error.ts';
import { followKeys } from './follow-keys.ts';
import { createAuthenticator } from './http/authenticator.ts';
import { BodyMemory } from './http/body-memory.ts';
import { callLimit } from './http/call-rates.ts';
import type { RequestServices } from './http/exchange.ts';
import { openHttpServer } from './http/server.ts';
import { KeyRing } from './key-ring.ts';
import { listenError } from './listen-error.ts';
import { logStart } from './log-start.ts';
import { openDataFolder } from './open-data-folder.ts';
import type { ServerOptions } from './options/server-options.ts';
import { compileOptions, type RawServerOptions } from './options/server-options.ts';
import { refuseMovedStore } from './refuse-moved-store.ts';
import { usableUrl } from './usable-url.ts';
import { withEngine } from './with-engine.ts';
import { writeSdkConfig } from './write-sdk-config.ts';
import { writeServerState } from './write-server-state.ts';

export type { RawServerOptions } from './options/server-options.ts';

/** A running server. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly region: string;
  readonly log: Logger;
  /** See `HttpServer.failCurrent`. */
  failCurrent(error: unknown): boolean;
  /** Resolves when the endpoints of an earlier run are in service again, or have failed. */
  readonly loaded: Promise<void>;
  /** How many of them are not in service yet. */
  loadingCount(): number;
  /** Finishes the requests under way, stops every container, and releases the data folder. */
  close(): Promise<void>;
}

export interface StartSurroundings {
  /** The variables of the process, for keys and for the places of tools. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log?: Logger;
}

/**
 * Puts all floors together: store, objects, endpoints, jobs, listener. Resolves when requests can be taken; endpoints
 * of an earlier run come back in the background, and requests to them wait for that.
 * Throws `OptionError`, `FolderInUseError` when another server has the data folder, or `DatabaseFileError`.
 */
export async function startServer(
  raw: RawServerOptions,
  surroundings: StartSurroundings = { environment: process.env },
): Promise<RunningServer> {
  const options = withEngine(compileOptions(raw, surroundings.environment));
  const log = surroundings.log ?? createLogger({ level: options.logLevel, pretty: process.stderr.isTTY === true });
  if (options.faults !== '') armFaults(options.faults);
  refuseMovedStore(options);
  const unlock = await openDataFolder(options, log);
  const credentials = await inData(options.data, loadCredentials(options.data, surroundings.environment), unlock);
  const keys = new KeyRing({ ...credentials, account: options.account });
  const { promise: url, resolve: tellUrl } = Promise.withResolvers<string>();
  const accounts = await inData(options.data, openAccounts(options, { log, keys, url }), unlock);
  const closeAccounts = async () => {
    // Runs that wait for it come to an end.
    tellUrl('');
    await accounts.close();
    unlock();
  };
  const endKeys = await inData(options.data, followKeys(options.keysFile, { keys, accounts, log }), closeAccounts);
  const closeParts = async () => {
    endKeys();
    await closeAccounts();
  };
  const services = requestServices(options, { keys, accounts, log });
  const http = await openHttpServer({ ...options, maxUnreadBytes: requestBytesOf(options) }, services).catch(
    async (error: NodeJS.ErrnoException) => {
      await closeParts();
      throw await listenError(options, error);
    },
  );
  const { region, tlsCert, data } = options;
  tellUrl(usableUrl(http.url));
  const facts = { url: await url, tlsCert, region, accessKeyId: credentials.accessKeyId, accounts, log };
  const written = writeSdkConfig(data, options).then(() => writeServerState(join(data, 'server.json'), facts));
  const state = await inData(options.data, written, () => http.close().then(closeParts));
  logStart(log, options, { url: http.url, environment: surroundings.environment });
  return {
    url: http.url,
    port: http.port,
    credentials,
    region,
    log,
    failCurrent: (error) => http.failCurrent(error),
    loaded: state.loaded,
    loadingCount: () => accounts.loadingCount,
    async close() {
      await http.close();
      await accounts.closeWork();
      await state.loaded;
      await state.remove();
      await closeParts();
    },
  };
}

/** What requests use: who calls, on which account's resources, within which bounds. */
function requestServices(
  options: ServerOptions,
  { keys, accounts, log }: { readonly keys: KeyRing; readonly accounts: Accounts; readonly log: Logger },
): RequestServices {
  const authenticator = createAuthenticator(keys, options);
  return {
    authenticator,
    account: options.account,
    operationsIn: ({ account, region }) => accounts.find(account).operationsIn(region),
    bodyMemory: new BodyMemory(requestBytesOf(options)),
    sharerOf: (request, { stated }) => {
      if (!accounts.areSeveral) return undefined;
      return stated === undefined ? authenticator.claimedAccount(request) : keys.accountOf(stated.accessKeyId);
    },
    mayCall: callLimit(options.maxCallRate, accounts),
    dataDirectory: options.data,
    log,
  };
}

const requestBytesOf = ({ maxRequestMemoryMB }: ServerOptions): number => maxRequestMemoryMB * 1024 ** 2;

/** A step of the start. If it fails, `undo` gives back what was opened; what the system says of the data folder is that option's. */
async function inData<T>(data: string, step: Promise<T>, undo: () => void | Promise<void>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    await undo();
    const { dest, path = '' } = error as NodeJS.ErrnoException & { readonly dest?: string };
    if (!path.startsWith(data)) throw error;
    throw dataFolderError(data, error as NodeJS.ErrnoException, dest ?? path);
  }
}
