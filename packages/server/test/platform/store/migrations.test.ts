import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, expect, it } from 'vitest';
import { migrations } from '../../../src/platform/store/migrations.ts';
import { openPostgres } from '../../../src/platform/store/postgres/open-postgres.ts';
import { openSqlite } from '../../../src/platform/store/sqlite/open-sqlite.ts';
import { openStore } from '../../../src/platform/store/store.ts';
import { modelPackageRecords } from '../../../src/serving/records/model-package-record.ts';
import { modelRecords } from '../../../src/serving/records/model-record.ts';
import { storeKinds } from '../../support/stores.ts';

it.each(storeKinds.filter(({ isMissing }) => !isMissing))(
  'lists on $name what was there before lists were read by an index',
  async (kind) => {
    const site = await kind.start();
    const location = await site.createLocation();
    const log = { warn: () => undefined };
    const isPostgres = kind.name === 'PostgreSQL';
    const old = isPostgres ? await openPostgres(location, { leaseMs: 60_000, log }) : openSqlite(location);
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    const migrator = new Migrator({ db: old, provider });
    expect((await migrator.migrateTo('000017_notifications')).error).toBeUndefined();
    for (const name of ['us-east-1/b', 'us-east-1/A', 'eu-west-1/c'])
      await sql`insert into model values (${name}, 'arn', 1, '{}')`.execute(old);
    await sql`insert into model_package (name, arn, group_name, version, creation_time, last_modified_time, definition)
      values ('us-east-1/g/2', 'two', 'us-east-1/g', 2, 1, 1, '{}'), ('us-east-1/g/10', 'ten', 'us-east-1/g', 10, 1, 1, '{}'),
      ('us-east-1/alone', 'one', null, null, 1, 1, '{}')`.execute(old);
    await old.destroy();

    const { store } = await openStore({ location, owner: 'one', leaseMs: 60_000, log });
    // As a server that was started before writes it.
    await sql`insert into model (name, arn, creation_time, definition) values ('us-east-1/later', 'arn', 0, '{}')`.execute(
      store,
    );
    const all = { region: 'us-east-1', direction: 'asc', limit: 9, namePart: '', created: {}, modified: {} } as const;
    const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);
    expect(names(await modelRecords.list(store, { ...all, sortBy: 'CreationTime' }))).toEqual([
      'us-east-1/later',
      'us-east-1/A',
      'us-east-1/b',
    ]);
    const packages = await modelPackageRecords.list(store, {}, { ...all, sortBy: 'Name' });
    expect(names(packages)).toEqual(['us-east-1/alone', 'us-east-1/g/2', 'us-east-1/g/10']);
    await store.destroy();
    await site.close();
  },
);

const folder = mkdtempSync(join(tmpdir(), 'catenary-migrations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('qualifies the names of what was there by the region of its ARN', async () => {
  const db = openSqlite(join(folder, 'store.sqlite')) as unknown as Kysely<unknown>;
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  expect((await migrator.migrateTo('000005_starts')).error).toBeUndefined();
  const arn = (kind: string) => `arn:aws:sagemaker:eu-west-1:000000000000:${kind}/mine`;
  await sql`insert into model values ('Mine', ${arn('model')}, 1, '{}')`.execute(db);
  await sql`insert into endpoint (name, name_lower, arn, status, creation_time, last_modified_time, config_name)
    values ('Mine', 'mine', ${arn('endpoint')}, 'InService', 1, 1, 'Config')`.execute(db);
  await sql`insert into transform_job (name, arn, status, creation_time, last_modified_time, definition, containers)
    values ('Mine', ${arn('transform-job')}, 'InProgress', 1, 1, '{}', '[]')`.execute(db);
  await sql`insert into transform_checkpoint values ('Mine', '{}')`.execute(db);

  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const rows = async (query: string) => (await sql.raw(query).execute(db)).rows;
  expect(await rows('select name from model')).toEqual([{ name: 'eu-west-1/Mine' }]);
  expect(await rows('select name, name_lower, config_name from endpoint')).toEqual([
    { name: 'eu-west-1/Mine', name_lower: 'eu-west-1/mine', config_name: 'Config' },
  ]);
  expect(await rows('select name from transform_job')).toEqual([{ name: 'eu-west-1/Mine' }]);
  expect(await rows('select job from transform_checkpoint')).toEqual([{ job: 'eu-west-1/Mine' }]);
  await db.destroy();
});
