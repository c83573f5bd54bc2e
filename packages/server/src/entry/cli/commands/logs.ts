import { setTimeout as sleep } from 'node:timers/promises';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect, type ServerFlags } from '../server/connect.ts';
import { containerNames } from '../server/container-names.ts';
import { ifThere } from '../server/if-there.ts';
import { UsageError } from '../usage-error.ts';

interface LogsFlags extends ServerFlags {
  readonly follow?: boolean;
  readonly since?: string;
  readonly container?: string;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

const followMs = 1_000;

/** `catenary logs`: what the containers of an endpoint, or of a transform job, have written. */
export async function logs(flags: LogsFlags, name: string): Promise<void> {
  let startTime = flags.since === undefined ? 0 : Date.now() - readDuration(flags.since);
  const client = await connect(flags);
  const group = await findGroup(client, name);
  const isWanted = await streamFilter(client, { group, name }, flags.container);
  let isShown = new Set<string>();
  do {
    const events = (await readEvents(client, { group, startTime, name })).filter(isWanted);
    const fresh = events.filter((event) => !isShown.has(keyOf(event)));
    for (const event of fresh) process.stdout.write(flags.json === true ? `${JSON.stringify(event)}\n` : lineOf(event));
    startTime = Math.max(startTime, ...events.map(({ timestamp }) => timestamp));
    isShown = new Set(events.filter(({ timestamp }) => timestamp === startTime).map(keyOf));
    if (flags.follow === true) await sleep(followMs);
  } while (flags.follow === true);
}

/** Whose lines are shown: of a container by its place in the chain or its name. */
async function streamFilter(
  client: ApiClient,
  { group, name }: Omit<Asked, 'startTime'>,
  container: string | undefined,
): Promise<(event: LogEvent) => boolean> {
  if (container === undefined) return () => true;
  const hostnames = isOfJobs(group)
    ? await containerNames.ofJob(client, name)
    : await containerNames.ofEndpoint(client, name);
  const hostname = /^\d{1,2}$/.test(container) ? hostnames[Number(container) - 1] : container;
  if (hostname === undefined || !hostnames.includes(hostname))
    throw new CommandError(`${name} has no container ${container}; its containers are ${hostnames.join(', ')}.`);
  // A container that is alone is not named by its stream.
  return ({ logStreamName }) => hostnames.length === 1 || logStreamName.endsWith(`/${hostname}`);
}

const isOfJobs = (group: string) => group.endsWith('/TransformJobs');

async function findGroup(client: ApiClient, name: string): Promise<string> {
  const endpoints = `/aws/sagemaker/Endpoints/${name}`;
  const { logGroups } = await client.operation('DescribeLogGroups', { logGroupNamePrefix: endpoints }, 'logs');
  if ((logGroups as { logGroupName: string }[]).some(({ logGroupName }) => logGroupName === endpoints))
    return endpoints;
  const jobs = '/aws/sagemaker/TransformJobs';
  const streams = await client
    .operation('DescribeLogStreams', { logGroupName: jobs, logStreamNamePrefix: `${name}/` }, 'logs')
    .catch(() => ({ logStreams: [] }));
  if ((streams.logStreams as unknown[]).length > 0) return jobs;
  if (!(await isJob(client, name)))
    await askAbout(client, name, () => client.operation('DescribeEndpoint', { EndpointName: name }));
  throw new CommandError(
    `The containers of ${name} have written nothing yet; native ones write down the requests that they refuse, and nothing else.`,
  );
}

async function isJob(client: ApiClient, name: string): Promise<boolean> {
  return (await ifThere(client.operation('DescribeTransformJob', { TransformJobName: name }))) !== undefined;
}

interface Asked {
  readonly group: string;
  readonly startTime: number;
  readonly name: string;
}

async function readEvents(client: ApiClient, { group, startTime, name }: Asked): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let nextToken: unknown;
  do {
    const page = await client.operation(
      'FilterLogEvents',
      {
        logGroupName: group,
        startTime,
        ...present({ logStreamNamePrefix: isOfJobs(group) ? `${name}/` : undefined, nextToken }),
      },
      'logs',
    );
    events.push(...(page.events as LogEvent[]));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

const keyOf = ({ timestamp, message, logStreamName }: LogEvent) => `${timestamp} ${logStreamName} ${message}`;

const lineOf = ({ timestamp, message, logStreamName }: LogEvent) =>
  `${new Date(timestamp).toISOString()} ${logStreamName}  ${message}\n`;

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function readDuration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--since is a time such as 90s, 10m, 2h or 1d, not "${text}".`);
  return Number(count) * (own(units, unit) ?? 0);
}
