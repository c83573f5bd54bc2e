import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeScalingPolicies } from '../../src/operations/application-autoscaling/describe-scaling-policies.ts';
import { describeAlarmHistory } from '../../src/operations/cloudwatch/describe-alarm-history.ts';
import { describeAlarms } from '../../src/operations/cloudwatch/describe-alarms.ts';
import { describeAlarmsForMetric } from '../../src/operations/cloudwatch/describe-alarms-for-metric.ts';
import { listClusters } from '../../src/operations/emr/list-clusters.ts';
import { listSteps } from '../../src/operations/emr/list-steps.ts';
import { listApplications } from '../../src/operations/emr-serverless/list-applications.ts';
import { listJobRuns } from '../../src/operations/emr-serverless/list-job-runs.ts';
import { getJobs } from '../../src/operations/glue/get-jobs.ts';
import { listJobs } from '../../src/operations/glue/list-jobs.ts';
import type { OperationContext } from '../../src/operations/operation-context.ts';
import { listMonitoringExecutions } from '../../src/operations/sagemaker/list-monitoring-executions.ts';
import { openStore, type Store } from '../../src/platform/store/store.ts';
import { alarmEventRecords } from '../../src/serving/records/alarm-event-record.ts';
import { alarmRecords } from '../../src/serving/records/alarm-record.ts';
import { processingJobRecords } from '../../src/serving/records/processing-job-record.ts';
import { scalingRecords } from '../../src/serving/records/scaling-record.ts';
import { type SparkResourceKind, sparkResourceRecords } from '../../src/serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../src/serving/records/spark-run-record.ts';
import { type StoreSite, storeKinds } from '../support/stores.ts';

/**
 * Lists read from the store what is on a page, in each database: all rows once, in order, and never more at once than one read
 * has. There are more rows than that.
 */
const count = 300;
/** Rows of one read at most, and the one more that tells of another page. */
const readAtOnce = 257;
const indexes = Array.from({ length: count }, (_, at) => at);
/** Every index once, in another order. */
const shuffled = (at: number) => (at * 187) % count;
const id = (at: number) => String(at).padStart(4, '0');
const realm = { region: 'us-east-1', account: '000000000000' };
const regions = ['us-east-1', 'eu-west-1'];

type Answer = Readonly<Record<string, unknown>>;
type List = (input: object, context: OperationContext) => Promise<object>;
/** The name of the list in the answer, and that of the token. */
type Names = readonly [items: string, token: string, given?: string];

let mostRows = 0;
const counting: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    mostRows = Math.max(mostRows, result.rows.length);
    return result;
  },
};

async function everyPage(read: (more: object) => Promise<object>, [items, token, given = token]: Names) {
  const found: Answer[] = [];
  let next: object = {};
  for (let pages = 0; pages < count; pages++) {
    const answer = (await read(next)) as Answer;
    found.push(...(answer[items] as Answer[]));
    if (answer[token] === undefined) return found;
    next = { [given]: answer[token] };
  }
  throw new Error('pages without an end');
}

describe.each(storeKinds)('$name (if it is installed)', (kind) => {
  const { isMissing } = kind;
  let site: StoreSite;
  let plain: Store;
  let context: OperationContext;

  beforeAll(async () => {
    if (isMissing) return;
    site = await kind.start();
    const log = { warn: () => undefined };
    plain = (await openStore({ location: await site.createLocation(), owner: 'a', leaseMs: 60_000, log })).store;
    await plain.transaction().execute(async (db) => {
      for (const at of indexes) await insertAll(db, at);
    });
    context = { realm, store: plain.withPlugin(counting) } as unknown as OperationContext;
  });
  afterAll(async () => {
    if (isMissing) return;
    await plain.destroy();
    await site.close();
  });

  const listAll = async (list: List, input: object, names: Names) => {
    mostRows = 0;
    const found = await everyPage((more) => list({ ...input, ...more }, context), names);
    expect(mostRows).toBeLessThanOrEqual(readAtOnce);
    return found;
  };
  const valuesOf = async (list: List, [input, names, member]: readonly [object, Names, string]) =>
    (await listAll(list, input, names)).map((item) => item[member]);

  const newestFirst = indexes.map((at) => id(count - 1 - at));

  it.skipIf(isMissing).each([
    ['GetJobs', getJobs, [{ MaxResults: 100 }, ['Jobs', 'NextToken'], 'Name'], indexes.map(id)],
    [
      'DescribeAlarms of a prefix and a state',
      describeAlarms,
      [{ AlarmNamePrefix: '00', StateValue: 'OK' }, ['MetricAlarms', 'NextToken'], 'AlarmName'],
      indexes.filter((at) => at < 100 && at % 2 === 0).map(id),
    ],
    [
      'DescribeAlarms of an action',
      describeAlarms,
      [{ ActionPrefix: 'arn:1' }, ['MetricAlarms', 'NextToken'], 'AlarmName'],
      indexes.filter((at) => at % 3 === 1).map(id),
    ],
    [
      'DescribeAlarmsForMetric',
      describeAlarmsForMetric,
      [{ MetricName: 'm1', Namespace: 'n' }, ['MetricAlarms', 'none'], 'AlarmName'],
      indexes.filter((at) => at % 2 === 1).map(id),
    ],
    [
      'DescribeAlarmHistory',
      describeAlarmHistory,
      [{ MaxRecords: 100 }, ['AlarmHistoryItems', 'NextToken'], 'HistorySummary'],
      newestFirst,
    ],
    [
      'DescribeAlarmHistory, the oldest first, of one type',
      describeAlarmHistory,
      [
        { ScanBy: 'TimestampAscending', HistoryItemType: 'StateUpdate', MaxRecords: 7 },
        ['AlarmHistoryItems', 'NextToken'],
        'HistorySummary',
      ],
      indexes.filter((at) => at % 2 === 0).map(id),
    ],
    ['ListClusters', listClusters, [{}, ['Clusters', 'Marker'], 'Id'], newestFirst],
    ['ListApplications', listApplications, [{}, ['applications', 'nextToken'], 'id'], newestFirst],
    [
      'ListApplications that are stopped',
      listApplications,
      [{ states: ['STOPPED'] }, ['applications', 'nextToken'], 'id'],
      newestFirst.filter((text) => Number(text) % 2 === 1),
    ],
    [
      'ListClusters of a time',
      listClusters,
      // Those of 1.010 s and 1.015 s are not among them.
      [{ CreatedAfter: 1.01, CreatedBefore: 1.015 }, ['Clusters', 'Marker'], 'Id'],
      ['0014', '0013', '0012', '0011'],
    ],
    [
      'ListSteps',
      listSteps,
      [{ ClusterId: '0000' }, ['Steps', 'Marker'], 'Id'],
      newestFirst.map((text) => `s-${text}`),
    ],
    [
      'ListSteps that ended and wait',
      listSteps,
      [{ ClusterId: '0000', StepStates: ['CANCELLED'] }, ['Steps', 'Marker'], 'Id'],
      newestFirst.filter((text) => Number(text) % 2 === 1).map((text) => `s-${text}`),
    ],
    [
      'ListJobRuns',
      listJobRuns,
      [{ applicationId: '0000', states: [], maxResults: 50 }, ['jobRuns', 'nextToken'], 'id'],
      newestFirst.map((text) => `r-${text}`),
    ],
    [
      'ListJobRuns of a time and a state',
      listJobRuns,
      [
        { applicationId: '0000', states: ['SCHEDULED'], createdAtAfter: 1.01, createdAtBefore: 1.015 },
        ['jobRuns', 'nextToken'],
        'id',
      ],
      ['r-0014', 'r-0012'],
    ],
    [
      'DescribeScalingPolicies',
      describeScalingPolicies,
      [{ ServiceNamespace: 'sagemaker' }, ['ScalingPolicies', 'NextToken'], 'PolicyARN'],
      // By resource, then name.
      indexes
        .filter((at) => at % 2 === 0)
        .concat(indexes.filter((at) => at % 2 === 1))
        .map(id),
    ],
    [
      'DescribeScalingPolicies of names',
      describeScalingPolicies,
      [
        { ServiceNamespace: 'sagemaker', PolicyNames: ['p0299', 'p0001'] },
        ['ScalingPolicies', 'NextToken'],
        'PolicyARN',
      ],
      ['0001', '0299'],
    ],
  ] as [string, List, [object, Names, string], string[]][])('%s', async (_name, list, asked, expected) => {
    expect(await valuesOf(list, asked)).toEqual(expected);
  });

  it.skipIf(isMissing)('ListJobs, with tags and without', async () => {
    expect(await listAll(listJobs, { MaxResults: 99 }, ['JobNames', 'NextToken'])).toEqual(indexes.map(id));
    expect(await listAll(listJobs, { Tags: { odd: '1' } }, ['JobNames', 'NextToken'])).toEqual(
      indexes.filter((at) => at % 2 === 1).map(id),
    );
  });

  it.skipIf(isMissing).each(['Ascending', 'Descending'])('ListMonitoringExecutions, sorted and %s', async (order) => {
    const sorted = async (input: object) =>
      (
        await listAll(
          listMonitoringExecutions,
          { MonitoringScheduleName: 's', SortOrder: order, MaxResults: 33, ...input },
          ['MonitoringExecutionSummaries', 'NextToken'],
        )
      ).map(({ ProcessingJobArn: arn }) => Number(arn));
    const by = (keyOf: (at: number) => string) => {
      const up = indexes.toSorted((one, other) => (keyOf(one) + id(one) < keyOf(other) + id(other) ? -1 : 1));
      return order === 'Ascending' ? up : up.toReversed();
    };
    expect(await sorted({})).toEqual(by(id));
    expect(await sorted({ SortBy: 'ScheduledTime' })).toEqual(by((at) => id(shuffled(at))));
    expect(await sorted({ SortBy: 'Status' })).toEqual(by(statusOf));
    const some = { StatusEquals: 'CompletedWithViolations', SortBy: 'Status' };
    expect(await sorted(some)).toEqual(by(id).filter((at) => statusOf(at) === some.StatusEquals));
    // Due from second 5 up to and without second 6.
    const due = { ScheduledTimeAfter: 5, ScheduledTimeBefore: 6, SortBy: 'ScheduledTime', EndpointName: 'e0' };
    expect(await sorted(due)).toEqual(indexes.filter((at) => shuffled(at) === 5 && at % 2 === 0));
  });

  it.skipIf(isMissing).each([
    ['GetJobs', getJobs, 'NextToken', {}],
    ['DescribeAlarms', describeAlarms, 'NextToken', {}],
    ['DescribeAlarmHistory', describeAlarmHistory, 'NextToken', {}],
    ['ListClusters', listClusters, 'Marker', {}],
    ['ListSteps', listSteps, 'Marker', { ClusterId: '0000' }],
    ['ListApplications', listApplications, 'nextToken', {}],
    ['ListJobRuns', listJobRuns, 'nextToken', { applicationId: '0000' }],
    ['DescribeScalingPolicies', describeScalingPolicies, 'NextToken', { ServiceNamespace: 'sagemaker' }],
  ] as [string, List, string, object][])('%s refuses tokens that it did not give', async (_name, list, token, more) => {
    for (const text of ['', '!', '\0', 'AAAA', 'AA=='])
      await expect(list({ ...more, [token]: text }, context), text).rejects.toThrow(/token|Marker/i);
  });
});

/** Three of a kind are Completed, with violations or not, or under way. */
const statusOf = (at: number) => ['Completed', 'CompletedWithViolations', 'InProgress'][at % 3] as string;

async function insertAll(db: Store, at: number): Promise<void> {
  for (const region of regions) {
    await insertResources(db, region, at);
    await insertAlarm(db, region, at);
  }
  await insertRuns(db, at);
  await insertExecution(db, at);
  await scalingRecords.put(db, {
    region: realm.region,
    kind: 'policy',
    resourceId: `endpoint/e${at % 2}/variant/v`,
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    name: `p${id(at)}`,
    arn: id(at),
    createdAt: 1,
    definition: {},
  });
}

async function insertResources(db: Store, region: string, at: number): Promise<void> {
  const state = ['STARTED', 'STOPPED'][at % 2];
  const definition = { Name: id(at), Tags: { odd: String(at % 2) }, state, releaseLabel: 'emr-7.0.0', type: 'SPARK' };
  for (const kind of ['glue-job', 'emr-cluster', 'emr-application'] satisfies SparkResourceKind[]) {
    const name = `${region}/${id(at)}`;
    await sparkResourceRecords.insert(db, { kind, name, arn: name, createdAt: 1000 + at, modifiedAt: 1, definition });
  }
}

async function insertRuns(db: Store, at: number): Promise<void> {
  const face = { Name: 'n', HadoopJarStep: { Jar: 'j' }, executionRoleArn: 'r', releaseLabel: 'emr-7.0.0' };
  const of = { createdAt: 1000 + at, definition: { submission: {}, face } };
  for (const [kind, letter] of [
    ['emr-cluster', 's'],
    ['emr-application', 'r'],
  ] as const) {
    const run = `${letter}-${id(at)}`;
    await sparkRunRecords.insert(db, { id: run, kind, parent: 'us-east-1/0000', ...of });
    if (at % 2 === 1) await sparkRunRecords.end(db, run, { status: 'Cancelled', endedAt: 2000 });
  }
}

async function insertAlarm(db: Store, region: string, at: number): Promise<void> {
  const name = `${region}/${id(at)}`;
  await alarmRecords.put(db, {
    name,
    arn: name,
    definition: {
      AlarmName: id(at),
      MetricName: `m${at % 2}`,
      Namespace: 'n',
      AlarmActions: [`arn:${at % 3}`],
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    configuredAt: 1,
    state: { value: at % 2 === 0 ? 'OK' : 'ALARM', reason: '', reasonData: undefined, updatedAt: 1 },
  });
  const type = at % 2 === 0 ? 'StateUpdate' : 'ConfigurationUpdate';
  await alarmEventRecords.insert(db, { alarm: name, time: 1000 + at, type, summary: id(at), data: '{}' });
}

async function insertExecution(db: Store, at: number): Promise<void> {
  const name = `us-east-1/${id(at)}`;
  const execution = {
    scheduleArn: 's',
    scheduledTime: shuffled(at) * 1000,
    endpoint: `e${at % 2}`,
    monitoringType: 'DataQuality',
  };
  const request = { ProcessingJobName: id(at), AppSpecification: { ImageUri: 'image' } };
  const definition = { request, execution };
  await processingJobRecords.insert(db, {
    name,
    arn: String(at),
    createdAt: 1000 + at,
    definition,
    schedule: 'us-east-1/s',
  });
  const status = statusOf(at);
  if (status === 'InProgress') return;
  const message = status === 'Completed' ? {} : { exitMessage: 'CompletedWithViolations: 3 found' };
  await processingJobRecords.end(db, name, { status: 'Completed', endedAt: 9000, ...message });
}
