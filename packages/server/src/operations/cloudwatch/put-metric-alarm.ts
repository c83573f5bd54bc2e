import { alarmArn } from '../../contract/alarm-arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { alarmQuery } from '../../serving/alarms/alarm-query.ts';
import { unevaluatedState } from '../../serving/alarms/unevaluated-state.ts';
import { alarmEventRecords } from '../../serving/records/alarm-event-record.ts';
import { type AlarmRequest, alarmRecords } from '../../serving/records/alarm-record.ts';
import { type Tag, tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkAlarm, checkLength } from './check-alarm.ts';
import { checkTagCount } from './check-tag-count.ts';
import { invalidParameter, withQueryErrors } from './invalid-parameter.ts';

interface Input extends AlarmRequest {
  readonly Tags?: readonly Tag[];
}

/** Characters of JSON that an alarm may be defined by: its history has a copy for each change. */
const maxDefinition = 65_536;

/** As many as CloudWatch has for an account of a region by default. */
const maxAlarms = 5_000;

/** PutMetricAlarm: makes an alarm, or changes one, which keeps its state. It is evaluated at once. */
export async function putMetricAlarm(
  { Tags: tags = [], ...definition }: Input,
  context: OperationContext,
): Promise<undefined> {
  const { store, realm, metrics, now } = context;
  checkAlarm(definition);
  const { seconds } = await withQueryErrors(() => alarmQuery(definition));
  checkLength(definition.EvaluationPeriods, seconds);
  checkTagCount(tags.length);
  checkSize(definition);
  const name = qualify(realm, definition.AlarmName);
  const arn = alarmArn(realm, definition.AlarmName);
  const at = now();
  await store.transaction().execute(async (transaction) => {
    const before = await alarmRecords.find(transaction, name);
    if (before === undefined && (await alarmRecords.count(transaction)) >= maxAlarms)
      throw new ServiceError('LimitExceededFault', `There are ${maxAlarms} alarms already: delete some first.`);
    await alarmRecords.put(transaction, { name, arn, definition, configuredAt: at, state: unevaluatedState(at) });
    // Tags of an alarm that is there are changed by TagResource alone.
    if (before === undefined) await tagRecords.put(transaction, arn, tags);
    await alarmEventRecords.insert(transaction, {
      alarm: name,
      time: at,
      type: 'ConfigurationUpdate',
      summary: `Alarm "${definition.AlarmName}" ${before === undefined ? 'created' : 'updated'}`,
      data: JSON.stringify({
        version: '1.0',
        type: before === undefined ? 'Create' : 'Update',
        updatedAlarm: definition,
      }),
    });
  });
  const record = await alarmRecords.find(store, name);
  if (record !== undefined) await metrics.alarms.evaluate(record);
}

function checkSize(definition: AlarmRequest): void {
  if (JSON.stringify(definition).length > maxDefinition)
    throw invalidParameter(`The definition of the alarm has more than ${maxDefinition} characters.`);
}
