import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { type AlarmEvent, alarmEventRecords, type StoredEvent } from '../../serving/records/alarm-event-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageInStore } from '../page-in-store.ts';
import { readPageToken, writePageToken } from '../page-token.ts';
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

type Place = Pick<StoredEvent, 'time' | 'id'>;

/** DescribeAlarmHistory: what changed of alarms, the newest first; of the last thirty days. */
export async function describeAlarmHistory(input: Input, { store, realm }: OperationContext): Promise<object> {
  const { AlarmName: name, HistoryItemType: type, NextToken: token, MaxRecords: size = 100 } = input;
  const asked = {
    region: realm.region,
    alarm: name === undefined ? undefined : qualify(realm, name),
    type,
    from: wholeMs(input.StartDate ?? 0),
    to: wholeMs(input.EndDate ?? lastSecond),
    direction: input.ScanBy === 'TimestampAscending' ? 'asc' : 'desc',
  } as const;
  const { page, next } = await pageInStore<StoredEvent, Place>(
    {
      read: (after, limit) => alarmEventRecords.pageOf(store, { ...asked, after, limit }),
      placeOf: ({ time, id }) => ({ time, id }),
    },
    { after: token === undefined ? undefined : readToken(token), size },
  );
  return {
    AlarmHistoryItems: page.map(describe),
    ...present({ NextToken: next === undefined ? undefined : writePageToken([next.time, next.id]) }),
  };
}

const lastSecond = 1e12;

/** Rounded, and limited to what the store's numbers can hold. */
const wholeMs = (seconds: number) => Math.round(Math.max(0, Math.min(seconds, lastSecond)) * 1000);

function readToken(token: string): Place {
  const place = readPageToken(token);
  const [time, id]: unknown[] = Array.isArray(place) ? place : [];
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || typeof id !== 'string' || id.includes('\0'))
    throw invalidToken();
  return { time, id };
}

const describe = ({ alarm, time, type, summary, data }: AlarmEvent) => ({
  AlarmName: nameOf(alarm),
  AlarmType: 'MetricAlarm',
  Timestamp: time / 1000,
  HistoryItemType: type,
  HistorySummary: summary,
  HistoryData: data,
});
