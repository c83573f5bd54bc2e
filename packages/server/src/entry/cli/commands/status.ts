import type { ApiClient } from '../api-client.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect, type ServerFlags } from '../server/connect.ts';
import { showTable } from '../server/show-table.ts';

type Item = Readonly<Record<string, unknown>>;

/** `catenary status`: endpoints and jobs of the server; with a name, one endpoint with its containers and their times. */
export async function status(flags: ServerFlags, name?: string): Promise<void> {
  const client = await connect(flags);
  const facts =
    name === undefined ? await listAll(client) : await askAbout(client, name, () => describeOne(client, name));
  if (flags.json === true) process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
  else process.stdout.write(name === undefined ? showAll(facts) : showOne(facts));
}

async function listAll(client: ApiClient): Promise<Item> {
  const [endpoints, jobs] = await Promise.all([
    client.operation('ListEndpoints', { MaxResults: 100 }),
    client.operation('ListTransformJobs', { MaxResults: 20 }),
  ]);
  return { endpoints: endpoints.Endpoints, jobs: jobs.TransformJobSummaries };
}

async function describeOne(client: ApiClient, name: string): Promise<Item> {
  const endpoint = await client.operation('DescribeEndpoint', { EndpointName: name });
  const path = `/_catenary/endpoints/${encodeURIComponent(name)}`;
  const isLive = endpoint.EndpointStatus === 'InService' || endpoint.EndpointStatus === 'Updating';
  if (!isLive) return { endpoint };
  const times = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return { endpoint, ...(JSON.parse(times.body.toString()) as Item) };
}

function showAll({ endpoints, jobs }: Item): string {
  const lines = (endpoints as Item[]).map((one) => [
    String(one.EndpointName),
    String(one.EndpointStatus),
    dateOf(one.LastModifiedTime),
  ]);
  const jobLines = (jobs as Item[]).map((one) => [
    String(one.TransformJobName),
    String(one.TransformJobStatus),
    dateOf(one.LastModifiedTime),
  ]);
  const parts = [lines.length === 0 ? 'no endpoints' : showTable([['endpoint', 'status', 'changed'], ...lines])];
  if (jobLines.length > 0) parts.push('', showTable([['transform job', 'status', 'changed'], ...jobLines]));
  return `${parts.join('\n')}\n`;
}

interface Times {
  readonly count: number;
  readonly p50Micros?: number;
  readonly p99Micros?: number;
}

interface Variant {
  readonly name: string;
  readonly containers: readonly (Times & { readonly hostname: string })[];
}

function showOne({ endpoint, variants = [] }: Item): string {
  const { EndpointName, EndpointStatus, EndpointConfigName, FailureReason } = endpoint as Item;
  const heading = `${String(EndpointName)}: ${String(EndpointStatus)}, configuration ${String(EndpointConfigName)}`;
  const reason = FailureReason === undefined ? [] : [String(FailureReason)];
  const lines = (variants as Variant[]).flatMap(({ name, containers }) =>
    containers.map((one) => [name, one.hostname, String(one.count), micros(one.p50Micros), micros(one.p99Micros)]),
  );
  const table = lines.length === 0 ? [] : [showTable([['variant', 'container', 'requests', 'p50', 'p99'], ...lines])];
  return `${[heading, ...reason, ...table].join('\n')}\n`;
}

const micros = (value: number | undefined) => (value === undefined ? '' : `${(value / 1000).toFixed(3)} ms`);

/** Times of AWS's JSON are seconds. */
const dateOf = (seconds: unknown) =>
  typeof seconds === 'number' ? new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z') : '';
