import type { ApiClient } from '../api-client.ts';

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

/** Figures of an endpoint that is in service, since it was started. */
export async function readFigures(client: ApiClient, name: string): Promise<readonly VariantFigures[]> {
  const path = `/_catenary/endpoints/${encodeURIComponent(name)}`;
  const { body } = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return (JSON.parse(body.toString()) as { readonly variants: readonly VariantFigures[] }).variants;
}
