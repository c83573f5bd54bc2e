import { nameOf } from '../../contract/qualified-name.ts';
import { listStreams } from '../../platform/logs/list-streams.ts';
import type { OperationContext } from '../operation-context.ts';
import { type GroupInput, groupNotFound, groupOf, invalidParameter } from './group.ts';
import { pageOf } from './page.ts';

interface Input extends GroupInput {
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: string;
  readonly descending?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** DescribeLogStreams: the streams of a group, by name or by when they were last written to. */
export async function describeLogStreams(input: Input, { store, realm }: OperationContext): Promise<object> {
  const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false } = input;
  if (prefix !== undefined && orderBy === 'LastEventTime')
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const group = groupOf(input, realm);
  const streams = await listStreams(store, group);
  if (streams.length === 0) throw groupNotFound();
  const wanted = streams.filter(({ stream }) => stream.startsWith(prefix ?? ''));
  // They come by name, and a sort keeps that order among equals.
  if (orderBy === 'LastEventTime') wanted.sort((a, b) => a.lastTime - b.lastTime);
  if (descending) wanted.reverse();
  const { items, next } = pageOf(wanted, ({ stream }) => stream, input);
  return {
    logStreams: items.map(({ stream, firstTime, lastTime }) => ({
      logStreamName: stream,
      creationTime: firstTime,
      firstEventTimestamp: firstTime,
      lastEventTimestamp: lastTime,
      lastIngestionTime: lastTime,
      uploadSequenceToken: String(lastTime),
      arn: `arn:aws:logs:${realm.region}:${realm.account}:log-group:${nameOf(group)}:log-stream:${stream}`,
      storedBytes: 0,
    })),
    ...next,
  };
}
