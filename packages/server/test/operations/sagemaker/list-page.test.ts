import fc from 'fast-check';
import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListInput, listPage } from '../../../src/operations/sagemaker/list-page.ts';
import { type Listing, listed } from '../../../src/platform/store/listing.ts';
import { type OpenedStore, openStore } from '../../../src/platform/store/store.ts';
import { modelPackageRecords } from '../../../src/serving/records/model-package-record.ts';
import { transformJobRecords } from '../../../src/serving/records/transform-job-record.ts';
import { type StoreSite, storeKinds } from '../../support/stores.ts';

interface Job {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly status: string;
}

const realm = { region: 'us-east-1' };
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

/** What the API reference says of a list, over an array: filtered, sorted, all of it. */
function expected(jobs: readonly Job[], input: ListInput): string[] {
  const { SortBy, NameContains = '', StatusEquals, CreationTimeAfter = 0, CreationTimeBefore = Infinity } = input;
  const { LastModifiedTimeAfter = 0, LastModifiedTimeBefore = Infinity } = input;
  const wanted = jobs.filter(
    ({ name, createdAt, modifiedAt, status }) =>
      name.split(NameContains).length > (NameContains === '' ? 0 : 1) &&
      createdAt / 1000 >= CreationTimeAfter &&
      createdAt / 1000 < CreationTimeBefore &&
      modifiedAt / 1000 >= LastModifiedTimeAfter &&
      modifiedAt / 1000 < LastModifiedTimeBefore &&
      (StatusEquals === undefined || StatusEquals === status),
  );
  const bytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
  const by = (one: Job, other: Job) => {
    if (SortBy === 'Status') return bytes(one.status, other.status);
    return SortBy === 'Name' ? 0 : one.createdAt - other.createdAt;
  };
  const sorted = wanted.toSorted((one, other) => by(one, other) || bytes(one.name, other.name));
  return names(input.SortOrder === 'Ascending' ? sorted : sorted.toReversed());
}

/** All pages, one after the other. */
async function allPages(input: ListInput, page: (input: ListInput) => ReturnType<typeof listPage>): Promise<string[]> {
  const seen: string[] = [];
  for (let token: string | undefined; ; ) {
    const { rows, next } = await page({ ...input, ...(token === undefined ? {} : { NextToken: token }) });
    expect(rows.length).toBeLessThanOrEqual(input.MaxResults ?? 100);
    seen.push(...names(rows));
    token = next.NextToken;
    if (token === undefined) return seen;
  }
}

describe.each(storeKinds)('lists from $name', (kind) => {
  const { isMissing } = kind;
  let site: StoreSite;
  let opened: OpenedStore;
  const log = { warn: () => undefined };

  beforeAll(async () => {
    if (isMissing) return;
    site = await kind.start();
    opened = await openStore({ location: await site.createLocation(), owner: 'one', leaseMs: 60_000, log });
  });

  afterAll(async () => {
    if (isMissing) return;
    await opened.store.destroy();
    await site.close();
  });

  const jobsPage = (input: ListInput) =>
    listPage(input, { read: (listing) => transformJobRecords.list(opened.store, listing), realm });

  async function fill(jobs: readonly Job[]): Promise<void> {
    const { store } = opened;
    await store.deleteFrom('transform_job').execute();
    const row = (region: string) => (job: Job) => ({
      name: `${region}/${job.name}`,
      arn: 'arn',
      status: job.status,
      failure_reason: null,
      creation_time: job.createdAt,
      last_modified_time: job.modifiedAt,
      start_time: null,
      end_time: null,
      definition: '{}',
      containers: '[]',
    });
    const rows = ['us-east-1', 'US-EAST-1', 'us-east-10', 'us-east'].flatMap((region) => jobs.map(row(region)));
    if (rows.length > 0) await store.insertInto('transform_job').values(rows).execute();
  }

  it.skipIf(isMissing)('gives what is asked for, in order, each once, whatever the size of a page', async () => {
    const name = fc.stringMatching(/^[aAbB-]{1,4}$/);
    const time = fc.integer({ min: 0, max: 5 });
    const job = fc.record({ name, createdAt: time, modifiedAt: time, status: fc.constantFrom('Failed', 'Completed') });
    const seconds = fc.integer({ min: 0, max: 12 }).map((half) => half / 2000);
    const input = fc.record(
      {
        MaxResults: fc.integer({ min: 1, max: 5 }),
        SortBy: fc.constantFrom('Name', 'CreationTime', 'Status'),
        SortOrder: fc.constantFrom('Ascending', 'Descending'),
        NameContains: fc.stringMatching(/^[aAbB%_-]{1,2}$/),
        StatusEquals: fc.constantFrom('Failed', 'Completed'),
        CreationTimeAfter: seconds,
        CreationTimeBefore: seconds,
        LastModifiedTimeAfter: seconds,
        LastModifiedTimeBefore: seconds,
      },
      { requiredKeys: ['MaxResults'] },
    );
    const jobs = fc.uniqueArray(job, { selector: (one) => one.name, maxLength: 12 });
    const inputs = fc.array(input, { minLength: 5, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(jobs, inputs, async (some, asked) => {
        await fill(some);
        for (const one of asked) expect(await allPages(one, jobsPage)).toEqual(expected(some, one));
      }),
      { numRuns: 40 },
    );
  });

  const three: readonly Job[] = [
    { name: 'b', createdAt: 2000, modifiedAt: 9000, status: 'Failed' },
    { name: 'a', createdAt: 3000, modifiedAt: 3000, status: 'Completed' },
    { name: 'c', createdAt: 1000, modifiedAt: 1000, status: 'Completed' },
  ];

  it.skipIf(isMissing)(
    'sorts by time, newest first; After is inclusive, Before is not, and capitals are not small letters',
    async () => {
      await fill(three);
      const asked = async (input: ListInput) => names((await jobsPage(input)).rows);
      expect(await asked({})).toEqual(['a', 'b', 'c']);
      expect(await asked({ CreationTimeAfter: 2, CreationTimeBefore: 3 })).toEqual(['b']);
      expect(await asked({ LastModifiedTimeAfter: 9 })).toEqual(['b']);
      expect(await asked({ CreationTimeAfter: -1e300, CreationTimeBefore: 1e300 })).toEqual(['a', 'b', 'c']);
      expect(await asked({ NameContains: 'B' })).toEqual([]);
      expect(await asked({ NameContains: 'us-east' })).toEqual([]);
      expect(await asked({ NameContains: '\0' })).toEqual([]);
    },
  );

  it.skipIf(isMissing)(
    'goes on behind a row that is gone by then, and neither repeats nor hides one beside new ones',
    async () => {
      await fill(three);
      const first = await jobsPage({ MaxResults: 2 });
      expect(names(first.rows)).toEqual(['a', 'b']);
      await opened.store.deleteFrom('transform_job').where('name', '=', 'us-east-1/b').execute();
      await opened.store
        .updateTable('transform_job')
        .set({ creation_time: 4000 })
        .where('name', '=', 'us-east-1/a')
        .execute();
      const second = await jobsPage({ MaxResults: 2, NextToken: first.next.NextToken as string });
      expect(names(second.rows)).toEqual(['c']);
      expect(second.next).toEqual({});
    },
  );

  it.skipIf(isMissing)('reads on until a page is full of what is wanted', async () => {
    const many = Array.from({ length: 700 }, (_, at) => ({
      name: `job-${at}`,
      createdAt: at,
      modifiedAt: at,
      status: 'Failed',
    }));
    await fill(many);
    const page = (input: ListInput) =>
      listPage(input, {
        read: (listing) => transformJobRecords.list(opened.store, listing),
        isWanted: ({ createdAt }) => createdAt % 300 === 7,
        realm,
      });
    const some = await page({ MaxResults: 2 });
    expect(names(some.rows)).toEqual(['job-607', 'job-307']);
    expect(names((await page({ MaxResults: 2, NextToken: some.next.NextToken as string })).rows)).toEqual(['job-7']);
    expect(await allPages({ MaxResults: 1 }, page)).toEqual(['job-607', 'job-307', 'job-7']);
    // Of 700 behind which no other is wanted.
    expect((await page({ MaxResults: 3 })).next).toEqual({});
  });

  it.skipIf(isMissing)('refuses a token that it did not give, or that another order gave', async () => {
    await fill(three);
    const { next } = await jobsPage({ MaxResults: 1, SortBy: 'Name' });
    const tokens = ['nonsense', Buffer.from('["1"]').toString('base64url'), next.NextToken as string];
    tokens.push(Buffer.from(JSON.stringify([1, 'a\0'])).toString('base64url'));
    for (const NextToken of tokens)
      await expect(jobsPage({ NextToken })).rejects.toThrow('NextToken is not one that this operation gave.');
  });

  it.skipIf(isMissing)('sorts versions of packages as numbers, by name and within a millisecond', async () => {
    const { store } = opened;
    for (const version of [10, 9, 2])
      await modelPackageRecords.insert(store, {
        name: `us-east-1/group/${version}`,
        arn: `arn/${version}`,
        createdAt: 5,
        versionOf: { group: 'us-east-1/group', version },
        request: { ModelPackageGroupName: 'group' },
      });
    for (const sortBy of ['Name', 'CreationTime'] as const) {
      const rows = await modelPackageRecords.list(
        store,
        { isVersion: true },
        {
          region: 'us-east-1',
          sortBy,
          direction: 'asc',
          limit: 10,
          namePart: 'roup',
          created: {},
          modified: {},
        },
      );
      expect(rows.map(({ versionOf }) => versionOf?.version)).toEqual([2, 9, 10]);
    }
  });

  it.skipIf(isMissing)('reads a page by an index, without a look at what is not on it', async () => {
    const { store } = opened;
    for (let from = 0; from < 3000; from += 500) {
      const rows = Array.from({ length: 500 }, (_, at) => from + at);
      const row = (at: number) => ({ name: `us-east-1/m${at}`, arn: 'a', creation_time: at, definition: '{}' });
      await store.insertInto('model').values(rows.map(row)).execute();
    }
    const isPostgres = kind.name === 'PostgreSQL';
    if (isPostgres) await sql`analyze model`.execute(store);
    const all = { region: 'us-east-1', direction: 'desc', limit: 11, namePart: '', created: {}, modified: {} } as const;
    const asked: readonly Listing[] = [
      { ...all, sortBy: 'CreationTime', after: { key: 2000, name: 'us-east-1/m2000' } },
      { ...all, sortBy: 'Name', after: { key: 'us-east-1/m2000', name: 'us-east-1/m2000' } },
    ];
    for (const listing of asked) {
      const query = listed(store.selectFrom('model').select('name'), listing).compile();
      const explain = isPostgres ? 'explain' : 'explain query plan';
      const { rows } = await store.executeQuery(CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]));
      const plan = JSON.stringify(rows);
      expect(plan).toContain(`model_listed_${listing.sortBy === 'Name' ? 'names' : 'times'}`);
      expect(plan).not.toMatch(/TEMP B-TREE|Sort|Seq Scan/);
    }
  });
});
