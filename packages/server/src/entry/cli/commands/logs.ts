import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '@catenary/scoring/internal/values';
import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import type { LogsFlags } from '../flags/client-flags.ts';
import { askAbout } from '../server/ask-about.ts';
import { connect } from '../server/connect.ts';
import { containerNames } from '../server/container-names.ts';
import { ifThere } from '../server/if-there.ts';
import { UsageError } from '../usage-error.ts';

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

/** Whose log is read: a group, or those of its streams that begin so, from a time on, and which of its lines. */
interface Source {
  readonly group: string;
  readonly streams?: string | undefined;
  readonly isWanted: (event: LogEvent) => boolean;
}

/** How far a source has been shown. */
interface Shown {
  readonly startTime: number;
  readonly lines: ReadonlySet<string>;
}

interface PlacedEvent extends LogEvent {
  readonly group: string;
}

const followMs = 1_000;

/** `catenary logs`: what the containers of an endpoint or of a transform job have written; without a name, those of all. */
export async function logs(flags: LogsFlags, name?: string): Promise<void> {
  const since = flags.since === undefined ? 0 : Date.now() - flags.since;
  if (name === undefined && flags.container !== undefined)
    throw new UsageError('--container is one of an endpoint or job: name that, too.');
  const client = await connect(flags);
  const one = name === undefined ? undefined : [await sourceOf(client, name, flags.container)];
  const shown = new Map<string, Shown>();
  do {
    const fresh: PlacedEvent[] = [];
    // Others may have begun to write meanwhile.
    for (const source of one ?? (await allSources(client)))
      fresh.push(...(await readFresh(client, source, { shown, since })));
    fresh.sort((a, b) => a.timestamp - b.timestamp);
    for (const event of fresh)
      process.stdout.write(flags.json === true ? `${JSON.stringify(event)}\n` : lineOf(event, one === undefined));
    if (flags.follow === true) await sleep(followMs);
    else if (shown.size === 0) throw new CommandError(`No container has written anything yet; ${ofNative}.`);
  } while (flags.follow === true);
}

/** The lines of a source that were not shown yet. */
async function readFresh(
  client: ApiClient,
  source: Source,
  { shown, since }: { readonly shown: Map<string, Shown>; readonly since: number },
): Promise<PlacedEvent[]> {
  const { group } = source;
  const { startTime, lines } = shown.get(group) ?? { startTime: since, lines: new Set<string>() };
  const events = (await readEvents(client, source, startTime)).filter(source.isWanted);
  const last = Math.max(startTime, ...events.map(({ timestamp }) => timestamp));
  const atLast = events.filter(({ timestamp }) => timestamp === last).map(keyOf);
  shown.set(group, { startTime: last, lines: new Set(atLast) });
  return events.filter((event) => !lines.has(keyOf(event))).map((event) => ({ ...event, group }));
}

const ofNative = 'native ones write down the requests that they refuse, and nothing else';

async function sourceOf(client: ApiClient, name: string, container: string | undefined): Promise<Source> {
  const group = await findGroup(client, name);
  const isWanted = await streamFilter(client, { group, name }, container);
  return { group, streams: isOfJobs(group) ? `${name}/` : undefined, isWanted };
}

/** The log groups of all that writes any. */
async function allSources(client: ApiClient): Promise<Source[]> {
  const sources: Source[] = [];
  let nextToken: unknown;
  do {
    const page = await client.operation('DescribeLogGroups', present({ nextToken }), 'logs');
    const groups = page.logGroups as { logGroupName: string }[];
    sources.push(...groups.map(({ logGroupName }) => ({ group: logGroupName, isWanted: () => true })));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return sources;
}

/** Whose lines are shown: of a container by its place in the chain or its name. */
async function streamFilter(
  client: ApiClient,
  { group, name }: { readonly group: string; readonly name: string },
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
  throw new CommandError(`The containers of ${name} have written nothing yet; ${ofNative}.`);
}

async function isJob(client: ApiClient, name: string): Promise<boolean> {
  return (await ifThere(client.operation('DescribeTransformJob', { TransformJobName: name }))) !== undefined;
}

async function readEvents(client: ApiClient, { group, streams }: Source, startTime: number): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let nextToken: unknown;
  do {
    const page = await client.operation(
      'FilterLogEvents',
      { logGroupName: group, startTime, ...present({ logStreamNamePrefix: streams, nextToken }) },
      'logs',
    );
    events.push(...(page.events as LogEvent[]));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

const keyOf = ({ timestamp, message, logStreamName }: LogEvent) => `${timestamp} ${logStreamName} ${message}`;

const lineOf = ({ timestamp, message, logStreamName, group }: PlacedEvent, isAmongOthers: boolean) =>
  `${new Date(timestamp).toISOString()} ${isAmongOthers ? `${group} ` : ''}${logStreamName}  ${message}\n`;
