import type { ApiClient } from '../api-client.ts';
import { ifThere } from './if-there.ts';

/** Times of what was answered, microseconds. */
export interface Times {
  readonly count: number;
  readonly meanMicros: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

/** A variant of a live endpoint, as `/_catenary/endpoints/{name}` describes it. */
export interface VariantFigures {
  readonly name: string;
  readonly containers: readonly (Times & {
    readonly hostname: string;
    readonly failures: number;
    readonly replicas?: { readonly count: number; readonly readyCount: number };
  })[];
  readonly chain: Times;
  readonly total: Times & { readonly failures: number };
  readonly multiModel?: Readonly<Record<string, unknown>>;
}

/** A container that is being started. */
export interface StartingContainer {
  readonly variant: string;
  readonly hostname: string;
  readonly doing: string;
  readonly seconds: number;
}

/** What the server says of an endpoint of its own. */
export interface EndpointFigures {
  readonly variants: readonly VariantFigures[];
  readonly starting?: readonly StartingContainer[];
}

/** Figures of an endpoint that is in service, since it was started. */
export async function readFigures(client: ApiClient, name: string): Promise<EndpointFigures> {
  const path = `/_catenary/endpoints/${encodeURIComponent(name)}`;
  const { body } = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return JSON.parse(body.toString()) as EndpointFigures;
}

/** What the start of an endpoint is doing; nothing if no start reports itself, or none is under way. */
export async function readStarting(client: ApiClient, name: string): Promise<readonly StartingContainer[]> {
  return (await ifThere(readFigures(client, name)))?.starting ?? [];
}
