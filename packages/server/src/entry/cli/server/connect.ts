import { readDataFolder } from '../../options/read-options.ts';
import { ApiClient } from '../api-client.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { PrintingApiClient } from './printing-api-client.ts';
import { findRunningServer, type RunningServer } from './running-server.ts';

/** The data folder that a command means. */
export function dataOf({ data }: Pick<ServerFlags, 'data'>): Promise<string> {
  return readDataFolder({ environment: process.env, flags: { data } });
}

/** A client of the server of the data folder. Throws `CommandError` if none runs. */
export async function connect(flags: ServerFlags): Promise<ApiClient> {
  return (await connectTo(flags)).client;
}

/** Likewise, with what is known of the server. */
export async function connectTo(flags: ServerFlags): Promise<{ client: ApiClient; server: RunningServer }> {
  const server = await findRunningServer(await dataOf(flags), process.env);
  const Client = flags.showCalls === true ? PrintingApiClient : ApiClient;
  return { client: new Client(server, server.credentials, server.region), server };
}
