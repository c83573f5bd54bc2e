import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import { listStreams } from '../../platform/logs/list-streams.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidParameter } from './group.ts';
import { pageOf } from './page.ts';

interface Input {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** DescribeLogGroups: groups that have events, by name. */
export async function describeLogGroups(input: Input, { store, realm }: OperationContext): Promise<object> {
  const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern } = input;
  if (prefix !== '' && pattern !== undefined)
    throw invalidParameter('logGroupNamePrefix and logGroupNamePattern cannot be used together.');
  const groups = new Map<string, { name: string; firstTime: number; bytes: number }>();
  for (const { group, firstTime, bytes } of await listStreams(store)) {
    if (regionOf(group) !== realm.region) continue;
    const name = nameOf(group);
    const known = groups.get(name);
    groups.set(name, {
      name,
      firstTime: Math.min(known?.firstTime ?? firstTime, firstTime),
      bytes: (known?.bytes ?? 0) + bytes,
    });
  }
  const wanted = [...groups.values()].filter(
    ({ name }) => name.startsWith(prefix) && name.toLowerCase().includes((pattern ?? '').toLowerCase()),
  );
  const { items, next } = pageOf(wanted, ({ name }) => name, input);
  const arnOf = (name: string) => `arn:aws:logs:${realm.region}:${realm.account}:log-group:${name}`;
  return {
    logGroups: items.map(({ name, firstTime, bytes }) => ({
      logGroupName: name,
      creationTime: firstTime,
      metricFilterCount: 0,
      arn: `${arnOf(name)}:*`,
      storedBytes: bytes,
      logGroupClass: 'STANDARD',
      logGroupArn: arnOf(name),
    })),
    ...next,
  };
}
