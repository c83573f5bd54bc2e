import { qualify } from '../../contract/qualified-name.ts';
import { alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';

interface Input {
  readonly AlarmNames: readonly string[];
}

/** EnableAlarmActions, and DisableAlarmActions: of the alarms that are there; the others are passed over, as in the service. */
export const enableAlarmActions = (input: Input, context: OperationContext) => setEnabled(input, context, true);
export const disableAlarmActions = (input: Input, context: OperationContext) => setEnabled(input, context, false);

async function setEnabled(
  { AlarmNames: names }: Input,
  { store, realm, now }: OperationContext,
  isEnabled: boolean,
): Promise<undefined> {
  await store.transaction().execute(async (transaction) => {
    for (const name of names) {
      const record = await alarmRecords.find(transaction, qualify(realm, name));
      if (record === undefined) continue;
      const definition = { ...record.definition, ActionsEnabled: isEnabled };
      await alarmRecords.put(transaction, { ...record, definition, configuredAt: now() });
    }
  });
}
