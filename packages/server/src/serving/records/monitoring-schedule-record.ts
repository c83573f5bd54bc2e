import { present } from '@catenary/scoring/internal/values';
import type { z } from 'zod';
import type { MonitoringScheduleStatus } from '../../contract/statuses.ts';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { MonitoringScheduleRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import type { BaselineConfig, DataQualityJob, EndpointInput } from './data-quality-request.ts';
import { baselineConfig, endpointInput, monitoringOutputConfig, stoppingCondition } from './data-quality-request.ts';
import type { ResourceHead } from './defined-records.ts';
import { hasArn } from './has-arn.ts';
import { storedJson } from './stored-json.ts';

/** MonitoringScheduleConfig as a caller writes it: what is done, and when (SageMaker API reference). */
export interface MonitoringScheduleConfig {
  readonly ScheduleConfig?: {
    readonly ScheduleExpression: string;
    readonly DataAnalysisStartTime?: string;
    readonly DataAnalysisEndTime?: string;
  };
  readonly MonitoringJobDefinition?: InlineDefinition;
  readonly MonitoringJobDefinitionName?: string;
  readonly MonitoringType?: string;
}

/** What kind of monitoring a schedule does: of the quality of data, unless it says another. */
export const monitoringTypeOf = ({ MonitoringType: type = 'DataQuality' }: MonitoringScheduleConfig): string => type;

/** A definition in the schedule itself. */
export interface InlineDefinition {
  readonly BaselineConfig?: BaselineConfig;
  readonly MonitoringInputs: readonly { readonly EndpointInput?: EndpointInput }[];
  readonly MonitoringOutputConfig: DataQualityJob['DataQualityJobOutputConfig'];
  readonly MonitoringAppSpecification: { readonly ImageUri: string };
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds: number };
  readonly Environment?: Readonly<Record<string, string>>;
  readonly MonitoringResources?: object;
  readonly NetworkConfig?: object;
  readonly RoleArn?: string;
}

/** Times are milliseconds since 1970. */
export interface MonitoringScheduleRecord extends ResourceHead {
  readonly status: MonitoringScheduleStatus;
  readonly modifiedAt: number;
  /** When the next execution is due, if one is. */
  readonly due?: number;
  readonly definition: MonitoringScheduleConfig;
}

export type NewMonitoringSchedule = Omit<MonitoringScheduleRecord, 'modifiedAt' | 'status'>;

/** What of a schedule changes. */
export interface ScheduleChange {
  readonly status: MonitoringScheduleStatus;
  readonly due: number | undefined;
  readonly definition?: MonitoringScheduleConfig;
  readonly modifiedAt: number;
}

const json = storedJson({
  what: 'monitoring schedule',
  schema: (z: Zod): z.ZodType<MonitoringScheduleConfig> =>
    z.looseObject({
      ScheduleConfig: z
        .looseObject({
          ScheduleExpression: z.string(),
          DataAnalysisStartTime: z.string().exactOptional(),
          DataAnalysisEndTime: z.string().exactOptional(),
        })
        .exactOptional(),
      MonitoringJobDefinition: inlineDefinition(z).exactOptional(),
      MonitoringJobDefinitionName: z.string().exactOptional(),
      MonitoringType: z.string().exactOptional(),
    }),
});

const inlineDefinition = (z: Zod): z.ZodType<InlineDefinition> =>
  z.looseObject({
    BaselineConfig: baselineConfig(z).exactOptional(),
    MonitoringInputs: z.array(z.looseObject({ EndpointInput: endpointInput(z).exactOptional() })),
    MonitoringOutputConfig: monitoringOutputConfig(z),
    MonitoringAppSpecification: z.looseObject({ ImageUri: z.string() }),
    StoppingCondition: stoppingCondition(z).exactOptional(),
    Environment: z.record(z.string(), z.string()).exactOptional(),
    MonitoringResources: z.looseObject({}).exactOptional(),
    NetworkConfig: z.looseObject({}).exactOptional(),
    RoleArn: z.string().exactOptional(),
  });

/** The rows of the table of monitoring schedules. `db` is the store, or a transaction. */
export const monitoringScheduleRecords = {
  /** Creates it Scheduled. False if there is one of that name. */
  async insert(db: Store, { name, arn, createdAt, due, definition }: NewMonitoringSchedule): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('monitoring_schedule')
      .values({
        name,
        arn,
        status: 'Scheduled' satisfies MonitoringScheduleStatus,
        creation_time: createdAt,
        last_modified_time: createdAt,
        due: due ?? null,
        definition: json.encode(definition),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async find(db: Store, name: string): Promise<MonitoringScheduleRecord | undefined> {
    const row = await db.selectFrom('monitoring_schedule').selectAll().where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** Those of a listing; without one, all. */
  async list(db: Store, listing?: Listing): Promise<MonitoringScheduleRecord[]> {
    const all = db.selectFrom('monitoring_schedule').selectAll();
    return (await listed(all, listing, { modified: 'last_modified_time' }).execute()).map(recordOf);
  },

  /** The names of those of which an execution is due: one whose definition cannot be read does not hide the others. */
  async due(db: Store, now: number): Promise<string[]> {
    const rows = await db
      .selectFrom('monitoring_schedule')
      .select('name')
      .where('due', '<=', now)
      .orderBy('due')
      .orderBy('name')
      .execute();
    return rows.map(({ name }) => name);
  },

  hasArn: (db: Store, arn: string): Promise<boolean> => hasArn(db, 'monitoring_schedule', arn),

  async change(db: Store, name: string, { status, due, definition, modifiedAt }: ScheduleChange): Promise<void> {
    await db
      .updateTable('monitoring_schedule')
      .set({
        status,
        due: due ?? null,
        last_modified_time: modifiedAt,
        ...present({ definition: definition === undefined ? undefined : json.encode(definition) }),
      })
      .where('name', '=', name)
      .execute();
  },

  /** Sets when the next execution is due; false if another server has done so. */
  async advance(
    db: Store,
    name: string,
    due: { readonly from: number; readonly to: number | undefined },
  ): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('monitoring_schedule')
      .set({ due: due.to ?? null })
      .where('name', '=', name)
      .where('due', '=', due.from)
      .executeTakeFirst();
    return count > 0n;
  },

  async remove(db: Store, name: string): Promise<void> {
    await db.deleteFrom('monitoring_schedule').where('name', '=', name).execute();
  },
};

function recordOf(row: MonitoringScheduleRow): MonitoringScheduleRecord {
  return {
    name: row.name,
    arn: row.arn,
    status: row.status as MonitoringScheduleStatus,
    createdAt: row.creation_time,
    modifiedAt: row.last_modified_time,
    ...present({ due: row.due ?? undefined }),
    definition: json.decode(row.definition, row.name),
  };
}
