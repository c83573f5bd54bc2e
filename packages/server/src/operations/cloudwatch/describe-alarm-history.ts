import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify, regionOf } from '../../contract/qualified-name.ts';
import { type AlarmEvent, alarmEventRecords } from '../../serving/records/alarm-event-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidToken } from './invalid-parameter.ts';

interface Input {
  readonly AlarmName?: string;
  readonly HistoryItemType?: string;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly ScanBy?: 'TimestampAscending' | 'TimestampDescending';
}

/** DescribeAlarmHistory: what changed of alarms, the newest first; of the last thirty days. */
export async function describeAlarmHistory(input: Input, { store, realm }: OperationContext): Promise<object> {
  const {
    AlarmName: name,
    HistoryItemType: type,
    StartDate: start = 0,
    EndDate: end = 1e12,
    MaxRecords: size = 100,
  } = input;
  const alarm = name === undefined ? undefined : qualify(realm, name);
  const events = (await alarmEventRecords.list(store, alarm, { from: wholeMs(start), to: wholeMs(end) })).filter(
    (event) => regionOf(event.alarm) === realm.region && (type === undefined || event.type === type),
  );
  const sorted = input.ScanBy === 'TimestampAscending' ? events : events.toReversed();
  const skipped = readToken(input.NextToken);
  const isMore = sorted.length > skipped + size;
  return {
    AlarmHistoryItems: sorted.slice(skipped, skipped + size).map(describe),
    ...present({ NextToken: isMore ? String(skipped + size) : undefined }),
  };
}

/** Rounded, and limited to what the store's numbers can hold. */
const wholeMs = (seconds: number) => Math.round(Math.max(0, Math.min(seconds, 1e12)) * 1000);

function readToken(token = '0'): number {
  if (!/^\d{1,9}$/.test(token)) throw invalidToken();
  return Number(token);
}

const describe = ({ alarm, time, type, summary, data }: AlarmEvent) => ({
  AlarmName: nameOf(alarm),
  AlarmType: 'MetricAlarm',
  Timestamp: time / 1000,
  HistoryItemType: type,
  HistorySummary: summary,
  HistoryData: data,
});
