import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { type AlarmRecord, alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageBehind } from '../page-behind.ts';
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
export async function describeAlarms(input: Input, { store, realm }: OperationContext): Promise<object> {
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined)
    throw invalidCombination('AlarmNames and AlarmNamePrefix must not be given together.');
  const isAsked = (input.AlarmTypes ?? ['MetricAlarm']).includes('MetricAlarm');
  const all = isAsked ? await recordsOf(input, { store, realm }) : [];
  const found = all.filter((record) => fits(record, input));
  const { page, next } = pageBehind(found, ({ name }) => nameOf(name), {
    token: input.NextToken,
    size: input.MaxRecords ?? 50,
    invalid: invalidToken,
  });
  return { MetricAlarms: page.map(describeAlarm), CompositeAlarms: [], ...present({ NextToken: next }) };
}

/** Named alarms are read by their names: clients ask for the same few again and again. */
function recordsOf(
  { AlarmNames: names }: Input,
  { store, realm }: Pick<OperationContext, 'store' | 'realm'>,
): Promise<AlarmRecord[]> {
  if (names === undefined) return alarmRecords.list(store, realm.region);
  return alarmRecords.findAll(
    store,
    [...new Set(names)].map((name) => qualify(realm, name)),
  );
}

function fits(
  { definition, state }: AlarmRecord,
  { AlarmNames: names, AlarmNamePrefix: prefix = '', StateValue: value = state.value, ActionPrefix: action }: Input,
): boolean {
  const { AlarmName: name, AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = definition;
  if (names !== undefined && !names.includes(name)) return false;
  const actions = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
  const hasAction = action === undefined || actions.some((one) => one.startsWith(action));
  return name.startsWith(prefix) && state.value === value && hasAction;
}
