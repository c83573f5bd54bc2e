import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { type AlarmRecord, type AlarmRequest, alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageInStore, type StoredRows } from '../page-in-store.ts';
import { readTextToken, writeTextToken } from '../page-token.ts';
import { describeAlarm } from './describe-alarm.ts';
import { invalidCombination, invalidToken } from './invalid-parameter.ts';

interface Input {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly ActionPrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** DescribeAlarms: by name, with the filters that are given. There are alarms of metrics alone. */
export async function describeAlarms(input: Input, context: OperationContext): Promise<object> {
  const { AlarmNames: names, AlarmNamePrefix: prefix, NextToken: token, MaxRecords: size = 50 } = input;
  if (names !== undefined && prefix !== undefined)
    throw invalidCombination('AlarmNames and AlarmNamePrefix must not be given together.');
  const after = token === undefined ? undefined : qualify(context.realm, readToken(token));
  const isAsked = (input.AlarmTypes ?? ['MetricAlarm']).includes('MetricAlarm');
  const { page, next } = isAsked
    ? await pageInStore(rowsOf(input, context), { after, size })
    : { page: [], next: undefined };
  return {
    MetricAlarms: page.map(describeAlarm),
    CompositeAlarms: [],
    ...present({ NextToken: next === undefined ? undefined : writeTextToken(nameOf(next)) }),
  };
}

function readToken(token: string): string {
  const name = readTextToken(token);
  if (name === undefined) throw invalidToken();
  return name;
}

function rowsOf(input: Input, { store, realm }: OperationContext): StoredRows<AlarmRecord, string> {
  const { AlarmNames: names, AlarmNamePrefix: prefix = '', StateValue: value, ActionPrefix: action } = input;
  return {
    read: (after, limit) =>
      names === undefined
        ? alarmRecords.pageOf(store, { region: realm.region, prefix, value, after, limit })
        : named(names, { after, limit }, { store, realm }),
    placeOf: ({ name }) => name,
    isWanted:
      action === undefined && names === undefined
        ? undefined
        : ({ definition, state }) => (value ?? state.value) === state.value && hasAction(definition, action ?? ''),
  };
}

/** Named alarms are read by their names: clients ask for the same few again and again. */
async function named(
  names: readonly string[],
  { after = '', limit }: { readonly after: string | undefined; readonly limit: number },
  { store, realm }: Pick<OperationContext, 'store' | 'realm'>,
): Promise<readonly AlarmRecord[]> {
  const qualified = names.map((name) => qualify(realm, name)).filter((name) => name > after);
  const found = await alarmRecords.findAll(store, [...new Set(qualified)]);
  return found.toSorted((one, other) => (one.name < other.name ? -1 : 1)).slice(0, limit);
}

function hasAction(
  { AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: AlarmRequest,
  prefix: string,
): boolean {
  const actions = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
  return prefix === '' || actions.some((one) => one.startsWith(prefix));
}
