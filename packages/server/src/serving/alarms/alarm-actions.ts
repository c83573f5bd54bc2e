import { realmOf } from '../../contract/arn.ts';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Publisher } from '../../platform/notifications/publisher.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { AlarmRecord, AlarmRequest, AlarmState, AlarmValue } from '../records/alarm-record.ts';

export interface AlarmActionsOptions {
  readonly topics: Pick<Publisher, 'knows' | 'publish'>;
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

/** Publishes the changes of state of alarms to their topics. */
export class AlarmActions {
  readonly #options: AlarmActionsOptions;
  readonly #ending = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: AlarmActionsOptions) {
    this.#options = options;
  }

  /** Returns at once: a topic that does not answer keeps no alarm from being evaluated. */
  begin(record: AlarmRecord, to: AlarmState): void {
    const { definition } = record;
    if (definition.ActionsEnabled === false) return;
    for (const topic of (definition[membersOf[to.value]] ?? []).filter(isTopic)) this.#tell(topic, record, to);
  }

  #tell(topic: string, record: AlarmRecord, to: AlarmState): void {
    const { topics, log } = this.#options;
    if (!topics.knows(topic)) {
      log.warn({ alarm: nameOf(record.name), topic }, 'an action of an alarm goes nowhere: no rule of topics fits it');
      return;
    }
    const told = topics
      .publish(topic, messageOf(record, to), this.#ending.signal)
      .catch(() => log.warn({ alarm: nameOf(record.name), topic }, 'an action of an alarm was given up'))
      .finally(() => this.#underWay.delete(told));
    this.#underWay.add(told);
  }

  /** Gives up the messages that are under way. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#underWay);
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
