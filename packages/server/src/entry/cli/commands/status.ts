import { own } from '@catenary/scoring/internal/names';
import type { ApiClient } from '../api-client.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { printResult } from '../print-result.ts';
import { askAbout } from '../server/ask-about.ts';
import { connectTo } from '../server/connect.ts';
import { type Item, listAll } from '../server/list-all.ts';
import { readFigures, readStarting, type StartingContainer, type VariantFigures } from '../server/read-figures.ts';
import type { RunningServer } from '../server/running-server.ts';
import { showDate } from '../server/show-date.ts';
import { showMicros } from '../server/show-micros.ts';
import { showTable } from '../server/show-table.ts';

/** Jobs that are shown beside the endpoints; `catenary jobs` shows all. */
const shownJobs = 20;

/** `catenary status`: endpoints and jobs of the server; with a name, one endpoint with its containers and their times. */
export async function status(flags: ServerFlags, name?: string): Promise<void> {
  const { client, server } = await connectTo(flags);
  if (name === undefined) {
    const { credentials: _secret, ...shown } = server;
    const all = { server: shown, ...(await list(client)) };
    return printResult(flags, all, () => showAll(all));
  }
  const one = await askAbout(client, name, () => describe(client, name));
  printResult(flags, one, () => showOne(one));
}

interface All {
  readonly server: Omit<RunningServer, 'credentials'>;
  readonly endpoints: readonly Item[];
  readonly jobs: readonly Item[];
}

async function list(client: ApiClient): Promise<Omit<All, 'server'>> {
  const [endpoints, jobs] = await Promise.all([
    listAll(client, { operation: 'ListEndpoints', member: 'Endpoints' }),
    listAll(client, { operation: 'ListTransformJobs', member: 'TransformJobSummaries' }, shownJobs),
  ]);
  return { endpoints, jobs };
}

interface One {
  readonly endpoint: Item;
  readonly variants?: readonly VariantFigures[];
  readonly starting?: readonly StartingContainer[];
}

async function describe(client: ApiClient, name: string): Promise<One> {
  const endpoint = await client.operation('DescribeEndpoint', { EndpointName: name });
  const isLive = endpoint.EndpointStatus === 'InService' || endpoint.EndpointStatus === 'Updating';
  if (isLive) return { endpoint, ...(await readFigures(client, name)) };
  if (endpoint.EndpointStatus !== 'Creating') return { endpoint };
  return { endpoint, starting: await readStarting(client, name) };
}

function showAll({ server, endpoints, jobs }: All): string {
  const rows = (items: readonly Item[], kind: string) =>
    items.map((item) => [
      String(own(item, `${kind}Name`)),
      String(own(item, `${kind}Status`)),
      showDate(item.LastModifiedTime),
    ]);
  const [lines, jobLines] = [rows(endpoints, 'Endpoint'), rows(jobs, 'TransformJob')];
  return [
    `catenary ${server.version} at ${server.url}, region ${server.region}, process ${server.pid}`,
    '',
    lines.length === 0 ? 'no endpoints' : showTable([['endpoint', 'status', 'changed'], ...lines]),
    ...(jobLines.length === 0 ? [] : ['', showTable([['transform job', 'status', 'changed'], ...jobLines])]),
  ].join('\n');
}

function showOne({ endpoint, variants = [], starting = [] }: One): string {
  const { EndpointName, EndpointStatus, EndpointConfigName, FailureReason } = endpoint;
  const heading = `${String(EndpointName)}: ${String(EndpointStatus)}, configuration ${String(EndpointConfigName)}`;
  const reason = FailureReason === undefined ? [] : [String(FailureReason)];
  const steps = starting.map(
    ({ variant, hostname, doing, seconds }) => `${variant}, ${hostname}: ${doing} (${Math.round(seconds)} s)`,
  );
  const lines = variants.flatMap(({ name, containers }) =>
    containers.map((one) => [
      name,
      one.hostname,
      String(one.count),
      String(one.failures),
      showMicros(one, one.p50Micros),
      showMicros(one, one.p99Micros),
    ]),
  );
  const titles = ['variant', 'container', 'answered', 'failed', 'p50', 'p99'];
  return [heading, ...reason, ...steps, ...(lines.length === 0 ? [] : [showTable([titles, ...lines])])].join('\n');
}
