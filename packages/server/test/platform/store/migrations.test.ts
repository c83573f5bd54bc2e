import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, expect, it } from 'vitest';
import { migrations } from '../../../src/platform/store/migrations.ts';
import { openSqlite } from '../../../src/platform/store/sqlite/open-sqlite.ts';

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
