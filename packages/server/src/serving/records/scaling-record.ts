import type { z } from 'zod';
import { countRows } from '../../platform/store/count-rows.ts';
import { listedPlace } from '../../platform/store/listed-place.ts';
import type { Store } from '../../platform/store/store.ts';
import type { ScalingRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import { storedJson } from './stored-json.ts';

export type ScalingKind = 'target' | 'policy' | 'schedule' | 'activity';

/** What is scaled: a variant of an endpoint, as Application Auto Scaling names it. */
export interface ScalingResource {
  readonly region: string;
  /** `endpoint/<name>/variant/<name>` */
  readonly resourceId: string;
  /** `sagemaker:variant:DesiredInstanceCount` */
  readonly dimension: string;
}

/** A scalable target, or a policy or scheduled action of one, as callers wrote it; or what was done to it. */
export interface ScalingRecord extends ScalingResource {
  readonly kind: ScalingKind;
  /** Of a policy or scheduled action; a target has none. */
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly definition: Readonly<Record<string, unknown>>;
}

const definitionJson = storedJson({
  what: 'scaling definition',
  schema: (z: Zod): z.ZodType<Record<string, unknown>> => z.looseObject({}),
});

/** Some of the rows of a kind. */
export interface ScalingPage extends Pick<ScalingResource, 'region'> {
  readonly resourceId?: string | undefined;
  readonly dimension?: string | undefined;
  /** Only what comes behind this place. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Where a record stands among those of its kind and region, as the store sorts them. */
export const placeOf = ({ resourceId, name, dimension }: ScalingRecord): string => `${resourceId} ${name} ${dimension}`;

/** The rows of the table of scaling. `db` is the store, or a transaction. */
export const scalingRecords = {
  /** Over what is there of the same name; its ARN and when it was made stay. */
  async put(db: Store, record: ScalingRecord): Promise<void> {
    const { kind, name, arn, createdAt, region, resourceId, dimension } = record;
    const definition = definitionJson.encode(record.definition);
    await db
      .insertInto('scaling')
      .values({
        id: idOf(record),
        kind,
        name,
        arn,
        region,
        resource_id: resourceId,
        dimension,
        creation_time: createdAt,
        definition,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ definition }))
      .execute();
  },

  async find(
    db: Store,
    of: Pick<ScalingRecord, 'kind' | 'name' | keyof ScalingResource>,
  ): Promise<ScalingRecord | undefined> {
    const row = await db.selectFrom('scaling').selectAll().where('id', '=', idOf(of)).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  async findByArn(db: Store, arn: string): Promise<ScalingRecord | undefined> {
    const row = await db.selectFrom('scaling').selectAll().where('arn', '=', arn).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** Of one region or, without one, all. */
  async list(db: Store, kind: ScalingKind, region?: string): Promise<ScalingRecord[]> {
    const rows = await db
      .selectFrom('scaling')
      .selectAll()
      .where('kind', '=', kind)
      .$if(region !== undefined, (query) => query.where('region', '=', region as string))
      .execute();
    return rows.map(recordOf);
  },

  /** Some of a kind in a region, in order of resource and name (`placeOf`). */
  async pageOf(db: Store, kind: ScalingKind, { region, resourceId, dimension, after, limit }: ScalingPage) {
    const rows = await db
      .selectFrom('scaling')
      .selectAll()
      .where('kind', '=', kind)
      .where('region', '=', region)
      .$if(resourceId !== undefined, (query) => query.where('resource_id', '=', resourceId as string))
      .$if(dimension !== undefined, (query) => query.where('dimension', '=', dimension as string))
      .$if(after !== undefined, (query) => query.where(listedPlace, '>', after as string))
      .orderBy(listedPlace)
      .limit(limit)
      .execute();
    return rows.map(recordOf);
  },

  /** What there is of one resource, by name. */
  async listOf(db: Store, kind: ScalingKind, resource: ScalingResource): Promise<ScalingRecord[]> {
    const rows = await db
      .selectFrom('scaling')
      .selectAll()
      .where('kind', '=', kind)
      .where('region', '=', resource.region)
      .where('resource_id', '=', resource.resourceId)
      .where('dimension', '=', resource.dimension)
      .orderBy('name')
      .execute();
    return rows.map(recordOf);
  },

  async countOf(db: Store, kind: ScalingKind, resource: ScalingResource): Promise<number> {
    return countRows(
      db
        .selectFrom('scaling')
        .where('kind', '=', kind)
        .where('region', '=', resource.region)
        .where('resource_id', '=', resource.resourceId)
        .where('dimension', '=', resource.dimension),
    );
  },

  async remove(db: Store, of: Pick<ScalingRecord, 'kind' | 'name' | keyof ScalingResource>): Promise<void> {
    await db.deleteFrom('scaling').where('id', '=', idOf(of)).execute();
  },
};

const idOf = ({
  kind,
  region,
  resourceId,
  dimension,
  name,
}: Pick<ScalingRecord, 'kind' | 'name' | keyof ScalingResource>) =>
  JSON.stringify([kind, region, resourceId, dimension, name]);

function recordOf(row: ScalingRow): ScalingRecord {
  return {
    kind: row.kind as ScalingKind,
    name: row.name,
    arn: row.arn,
    region: row.region,
    resourceId: row.resource_id,
    dimension: row.dimension,
    createdAt: Number(row.creation_time),
    definition: definitionJson.decode(row.definition, row.arn),
  };
}
