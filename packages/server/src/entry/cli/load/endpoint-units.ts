import type { ApiClient } from '../api-client.ts';
import { askAbout } from '../server/ask-about.ts';
import { readFigures } from '../server/read-figures.ts';

/** What an endpoint runs in, and in how many of them. */
export interface EndpointUnits {
  readonly unit: 'instance' | 'server';
  readonly units: number;
}

/** Instances where a container runs outside the server's process; otherwise the server itself. Throws `CommandError` if there is no such endpoint. */
export async function readEndpointUnits(client: ApiClient, name: string): Promise<EndpointUnits> {
  const { ProductionVariants } = await askAbout(client, name, () =>
    client.operation('DescribeEndpoint', { EndpointName: name }),
  );
  const { variants } = await askAbout(client, name, () => readFigures(client, name));
  const isOutside = variants.some(({ containers }) => containers.some(({ replicas }) => replicas !== undefined));
  if (!isOutside) return { unit: 'server', units: 1 };
  const counts = (ProductionVariants as { CurrentInstanceCount?: number }[] | undefined) ?? [];
  const units = counts.reduce((sum, { CurrentInstanceCount = 0 }) => sum + CurrentInstanceCount, 0);
  return { unit: 'instance', units: Math.max(1, units) };
}
