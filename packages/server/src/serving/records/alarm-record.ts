import type { z } from 'zod';
import { regionOf } from '../../contract/qualified-name.ts';
import { countRows } from '../../platform/store/count-rows.ts';
import { listedPlace } from '../../platform/store/listed-place.ts';
import { startsWith } from '../../platform/store/starts-with.ts';
import type { Store } from '../../platform/store/store.ts';
import type { AlarmRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import type { MetricDataQuery, WireDimensions } from '../metrics/metric-query.ts';
import { storedJson } from './stored-json.ts';

export type AlarmValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** PutMetricAlarm as a caller writes it, without its tags. */
export interface AlarmRequest {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Dimensions?: WireDimensions;
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator:
    | 'GreaterThanOrEqualToThreshold'
    | 'GreaterThanThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold';
  readonly TreatMissingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly MetricDataQuery[];
}

/** Times are milliseconds since 1970. */
export interface AlarmState {
  readonly value: AlarmValue;
  readonly reason: string;
  /** JSON, for programs. */
  readonly reasonData: string | undefined;
  readonly updatedAt: number;
}

export interface AlarmRecord {
  /** Qualified by its region. */
  readonly name: string;
  readonly arn: string;
  readonly definition: AlarmRequest;
  readonly configuredAt: number;
  readonly state: AlarmState;
}

/** Some of the alarms of a region. */
export interface AlarmPage {
  readonly region: string;
  /** What names begin with; empty: anything. */
  readonly prefix: string;
  readonly value?: string | undefined;
  /** Only those behind this name, qualified. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const alarmRequest = (z: Zod): z.ZodType<AlarmRequest> =>
  z.looseObject({
    AlarmName: z.string(),
    EvaluationPeriods: z.number(),
    Threshold: z.number(),
    ComparisonOperator: z.string(),
  }) as unknown as z.ZodType<AlarmRequest>;

const json = storedJson({ what: 'alarm', schema: alarmRequest });

/** The rows of the table of alarms. `db` is the store, or a transaction. */
export const alarmRecords = {
  /** Over one of the same name, which keeps its state. */
  async put(db: Store, { name, arn, definition, configuredAt, state }: AlarmRecord): Promise<void> {
    const changed = { definition: json.encode(definition), configured: configuredAt };
    await db
      .insertInto('alarm')
      .values({ name, arn, region: regionOf(name), ...changed, ...stateColumns(state) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(changed))
      .execute();
  },

  async find(db: Store, name: string): Promise<AlarmRecord | undefined> {
    const row = await db.selectFrom('alarm').selectAll().where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** Those of the names, which are qualified, that there are. */
  async findAll(db: Store, names: readonly string[]): Promise<AlarmRecord[]> {
    if (names.length === 0) return [];
    return (await db.selectFrom('alarm').selectAll().where('name', 'in', names).execute()).map(recordOf);
  },

  /** Of one region or, without one, all. */
  async list(db: Store, region?: string): Promise<AlarmRecord[]> {
    const rows = await db
      .selectFrom('alarm')
      .selectAll()
      .$if(region !== undefined, (query) => query.where('region', '=', region as string))
      .execute();
    return rows.map(recordOf);
  },

  /** Some alarms of a region, by name. */
  async pageOf(db: Store, { region, prefix, value, after, limit }: AlarmPage): Promise<AlarmRecord[]> {
    const rows = await db
      .selectFrom('alarm')
      .selectAll()
      .where('region', '=', region)
      .$if(prefix !== '', (query) => query.where(startsWith('name', `${region}/${prefix}`)))
      .$if(value !== undefined, (query) => query.where('state_value', '=', value as string))
      .$if(after !== undefined, (query) => query.where(listedPlace, '>', after as string))
      .orderBy(listedPlace)
      .limit(limit)
      .execute();
    return rows.map(recordOf);
  },

  async count(db: Store): Promise<number> {
    return countRows(db.selectFrom('alarm'));
  },

  /** False if it is in another state than `from` by now: then nothing is written. */
  async setState(
    db: Store,
    name: string,
    { from, to }: { readonly from: AlarmValue; readonly to: AlarmState },
  ): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('alarm')
      .set(stateColumns(to))
      .where('name', '=', name)
      .where('state_value', '=', from)
      .executeTakeFirst();
    return count > 0n;
  },

  async remove(db: Store, name: string): Promise<void> {
    await db.deleteFrom('alarm').where('name', '=', name).execute();
  },
};

const stateColumns = ({ value, reason, reasonData, updatedAt }: AlarmState) => ({
  state_value: value,
  state_reason: reason,
  state_reason_data: reasonData ?? null,
  state_updated: updatedAt,
});

function recordOf(row: AlarmRow): AlarmRecord {
  return {
    name: row.name,
    arn: row.arn,
    definition: json.decode(row.definition, row.name),
    configuredAt: Number(row.configured),
    state: {
      value: row.state_value as AlarmValue,
      reason: row.state_reason,
      reasonData: row.state_reason_data ?? undefined,
      updatedAt: Number(row.state_updated),
    },
  };
}
