import { realmOf } from '../../contract/arn.ts';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Store } from '../../platform/store/store.ts';
import type { AlarmRecord, AlarmRequest, AlarmState, AlarmValue } from '../records/alarm-record.ts';
import type { NotificationOutbox } from './notification-outbox.ts';

export interface AlarmActionsOptions {
  readonly outbox: Pick<NotificationOutbox, 'keep' | 'sendDue'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Which actions of an alarm are for which of its states. */
const membersOf = {
  ALARM: 'AlarmActions',
  OK: 'OKActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const satisfies Readonly<Record<AlarmValue, keyof AlarmRequest>>;

/** Whether an action is a topic of SNS. Policies of Application Auto Scaling, the other actions, are carried out elsewhere. */
export const isTopic = (action: string) => /^arn:aws[a-z-]*:sns:/.test(action);

/** Tells the topics of alarms of changes of state. */
export class AlarmActions {
  readonly #options: AlarmActionsOptions;

  constructor(options: AlarmActionsOptions) {
    this.#options = options;
  }

  /** Keeps the messages about a change, to be sent once the transaction that makes it has ended. */
  async keep(transaction: Store, record: AlarmRecord, to: AlarmState): Promise<void> {
    const { outbox, log } = this.#options;
    const { definition, name } = record;
    if (definition.ActionsEnabled === false) return;
    for (const topic of (definition[membersOf[to.value]] ?? []).filter(isTopic))
      if (!(await outbox.keep(transaction, topic, messageOf(record, to))))
        log.warn({ alarm: nameOf(name), topic }, 'an action of an alarm goes nowhere: no rule of topics fits it');
  }

  /** Sends what was kept. It is not waited for: a topic that does not answer keeps no alarm from being evaluated. */
  send(): void {
    void this.#options.outbox.sendDue();
  }
}

/** As CloudWatch writes it (CloudWatch user guide, "Notifying users on alarm changes"). */
function messageOf({ name, arn, definition, configuredAt, state }: AlarmRecord, to: AlarmState): object {
  const { OKActions = [], AlarmActions: alarmActions = [], InsufficientDataActions = [] } = definition;
  return {
    AlarmName: definition.AlarmName,
    AlarmDescription: definition.AlarmDescription ?? null,
    AWSAccountId: realmOf(arn).account,
    AlarmConfigurationUpdatedTimestamp: timeOf(configuredAt),
    NewStateValue: to.value,
    NewStateReason: to.reason,
    StateChangeTime: timeOf(to.updatedAt),
    Region: regionOf(name),
    AlarmArn: arn,
    OldStateValue: state.value,
    OKActions,
    AlarmActions: alarmActions,
    InsufficientDataActions,
    Trigger: triggerOf(definition),
  };
}

function triggerOf({ Dimensions = [], ...definition }: AlarmRequest): object {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData = 'missing' } = definition;
  const { ComparisonOperator, Threshold, Period, Metrics } = definition;
  const shared = { Period, EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold, TreatMissingData };
  if (Metrics !== undefined) return { ...shared, Metrics };
  const { Namespace, MetricName, Statistic, ExtendedStatistic, Unit = null } = definition;
  const statistic =
    ExtendedStatistic === undefined
      ? { StatisticType: 'Statistic', Statistic: Statistic?.toUpperCase() }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic };
  const dimensions = Dimensions.map(({ Name, Value }) => ({ name: Name, value: Value }));
  return { MetricName, Namespace, ...statistic, Unit, Dimensions: dimensions, ...shared };
}

/** `2017-01-12T16:30:42.236+0000` */
const timeOf = (time: number) => new Date(time).toISOString().replace('Z', '+0000');
