import { readEnvironment } from '../../options/environment.ts';
import { readFlags } from '../../options/flags.ts';
import { compileOptions } from '../../options/server-options.ts';
import { ApiClient } from '../api-client.ts';
import { PrintingApiClient } from './printing-api-client.ts';
import { findRunningServer } from './running-server.ts';

/** Flags of every command that is a client of a running server. */
export interface ServerFlags {
  readonly data?: string;
  readonly json?: boolean;
  readonly showCalls?: boolean;
}

/** The data folder that a command means. */
export function dataOf({ data }: ServerFlags): string {
  return compileOptions({ ...readEnvironment(process.env), ...readFlags({ data }) }, process.env).data;
}

/** A client of the server of the data folder. Throws `CommandError` if none runs. */
export async function connect(flags: ServerFlags): Promise<ApiClient> {
  const { url, certificate, region, credentials } = await findRunningServer(dataOf(flags), process.env);
  const Client = flags.showCalls === true ? PrintingApiClient : ApiClient;
  return new Client({ url, certificate }, credentials, region);
}
