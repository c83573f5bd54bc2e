import { beforeEach, describe, expect, it } from 'vitest';
import { describeAlarms } from '../../src/operations/cloudwatch/describe-alarms.ts';
import { listClusters } from '../../src/operations/emr/list-clusters.ts';
import { getJobRuns } from '../../src/operations/glue/get-job-runs.ts';
import type { OperationContext } from '../../src/operations/operation-context.ts';
import { createLogger } from '../../src/platform/observe/logger.ts';
import { alarmRecords } from '../../src/serving/records/alarm-record.ts';
import { sparkResourceRecords } from '../../src/serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../src/serving/records/spark-run-record.ts';
import { openTestStore } from '../support/open-test-store.ts';

/** Pages of lists whose rows are not read all at once: none is missing, none is twice, whatever their times are. */
const realm = { region: 'us-east-1', account: '000000000000' };
let context: OperationContext;

beforeEach(async () => {
  const { store } = await openTestStore(createLogger({ level: 'silent', pretty: false }));
  context = { realm, store } as unknown as OperationContext;
});

/** The answers of all pages, by the token that each of them gives. */
async function pagesOf(read: (token: object) => Promise<Record<string, unknown>>, token: string) {
  const pages = [];
  for (let next = {}; pages.length < 20; ) {
    const page = await read(next);
    pages.push(page);
    if (page[token] === undefined) return pages;
    next = { [token]: page[token] };
  }
  throw new Error('pages without an end');
}

describe('GetJobRuns', () => {
  const job = (name: string) => ({ kind: 'glue-job' as const, name: `us-east-1/${name}`, arn: name, definition: {} });

  it('gives each run once, the newest first, also where several began at once', async () => {
    for (const name of ['mine', 'other'])
      await sparkResourceRecords.insert(context.store, { ...job(name), createdAt: 1, modifiedAt: 1 });
    for (let at = 0; at < 25; at++)
      for (const name of ['mine', 'other'])
        await sparkRunRecords.insert(context.store, {
          id: `jr_${name}${String(at).padStart(2, '0')}`,
          kind: 'glue-job',
          parent: `us-east-1/${name}`,
          // Three at a time.
          createdAt: 1000 + Math.floor(at / 3),
          definition: { submission: {}, face: {} },
        });
    const read = (more: object) => getJobRuns({ JobName: 'mine', MaxResults: 4, ...more }, context) as Promise<never>;
    const pages = await pagesOf(read, 'NextToken');
    const ids = pages.flatMap(({ JobRuns }) => (JobRuns as { Id: string }[]).map(({ Id }) => Id));
    expect(pages.length).toBe(7);
    expect(ids).toEqual(Array.from({ length: 25 }, (_, at) => `jr_mine${String(24 - at).padStart(2, '0')}`));
    for (const NextToken of ['jr_other03', 'absent'])
      await expect(getJobRuns({ JobName: 'mine', NextToken }, context)).rejects.toThrow('NextToken is not one');
  });
});

describe('ListClusters', () => {
  it('gives each cluster once, the newest first, and those in a state across pages', async () => {
    for (let at = 0; at < 120; at++) {
      const ended = at % 2 === 0 ? { ended: { code: 'USER_REQUEST', message: 'm', at: 5 } } : {};
      const definition = { Name: `c${at}`, ...ended };
      const name = `us-east-1/j-${String((at * 37) % 120).padStart(3, '0')}`;
      await sparkResourceRecords.insert(context.store, {
        kind: 'emr-cluster',
        name,
        arn: name,
        createdAt: 1000 + at,
        modifiedAt: 1,
        definition,
      });
    }
    const namesOf = async (input: object) =>
      (await pagesOf((more) => listClusters({ ...input, ...more }, context) as Promise<never>, 'Marker')).map(
        ({ Clusters }) => (Clusters as { Name: string }[]).map(({ Name }) => Name),
      );
    const all = await namesOf({});
    expect(all.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(all.flat()).toEqual(Array.from({ length: 120 }, (_, at) => `c${119 - at}`));
    const waiting = await namesOf({ ClusterStates: ['WAITING'] });
    expect(waiting.map(({ length }) => length)).toEqual([50, 10]);
    expect(waiting.flat()).toEqual(Array.from({ length: 60 }, (_, at) => `c${119 - 2 * at}`));
    await expect(listClusters({ Marker: 'absent' }, context)).rejects.toThrow('Marker is not one');
  });
});

describe('DescribeAlarms', () => {
  it('finds alarms by their names in the region of the caller alone, each once', async () => {
    const alarm = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const };
    for (const name of ['us-east-1/a', 'us-east-1/b', 'eu-west-1/a', 'eu-west-1/c'])
      await alarmRecords.put(context.store, {
        name,
        arn: name,
        definition: { ...alarm, AlarmName: name.slice(10) },
        configuredAt: 1,
        state: { value: 'OK', reason: '', reasonData: undefined, updatedAt: 1 },
      });
    const found = async (input: object) =>
      ((await describeAlarms(input, context)) as { MetricAlarms: { AlarmArn: string }[] }).MetricAlarms.map(
        ({ AlarmArn }) => AlarmArn,
      );
    expect(await found({ AlarmNames: ['b', 'a', 'c', 'a'] })).toEqual(['us-east-1/a', 'us-east-1/b']);
    expect(await found({ AlarmNames: ['a', 'b'], StateValue: 'ALARM' })).toEqual([]);
    expect(await found({ AlarmNames: [] })).toEqual([]);
    expect(await found({})).toEqual(['us-east-1/a', 'us-east-1/b']);
  });
});
