import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { type CaseSuite, findProtocolCases, type ProtocolCase } from '../support/find-protocol-cases.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { root } from '../support/start-server.ts';
import { carriers } from './protocol-cases/carriers.ts';
import { skipReason } from './protocol-cases/skip-reason.ts';

/**
 * The public cases of AWS's protocols, as Smithy publishes and botocore keeps them: requests that clients make are read to the
 * input that was meant, and answers are read by botocore's own parsers to the output that was given.
 */
const folder = mkdtempSync(join(tmpdir(), 'catenary-protocols-'));
const [suitesOf, clients] = [await findProtocolCases(), await findPythonEnvironment()];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  readonly suite: CaseSuite;
  readonly found: ProtocolCase;
  readonly reason: string | undefined;
}

function casesOf(direction: 'input' | 'output', protocol: string): Found[] {
  return (suitesOf?.(direction, protocol) ?? []).flatMap((suite) =>
    suite.cases.map((found) => ({ suite, found, reason: skipReason(suite, found, protocol === 'rest-json') })),
  );
}

/** Members that are null or empty are as those that are not there, where a protocol has no way to say them. */
function said(value: unknown, keepsEmpty: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => said(item, keepsEmpty));
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return value.toString();
  const kept = Object.entries(value).filter(
    ([, item]) => item !== null && (keepsEmpty || typeof item !== 'object' || Object.keys(item).length > 0),
  );
  return Object.fromEntries(kept.map(([name, item]) => [name, said(item, keepsEmpty)]));
}

it.skipIf(suitesOf === undefined).each(Object.keys(carriers))(
  'reads the requests of the cases of %s (needs them from PyPI)',
  (protocol) => {
    const read = casesOf('input', protocol).filter(({ reason }) => reason === undefined);
    expect(read.length).toBeGreaterThan(0);
    const keepsEmpty = protocol !== 'query' && protocol !== 'rest-json';
    for (const { suite, found } of read) {
      const input = carriers[protocol]?.decode(suite, found);
      expect([found.id, said(input, keepsEmpty)]).toEqual([found.id, said(found.params, keepsEmpty)]);
    }
  },
);

it.skipIf(suitesOf === undefined || clients === undefined).each(Object.keys(carriers))(
  'gives answers that botocore reads, of the cases of %s (needs them from PyPI)',
  async (protocol) => {
    const given = casesOf('output', protocol).filter(({ reason }) => reason === undefined);
    expect(given.length).toBeGreaterThan(0);
    const file = join(folder, `${protocol}.json`);
    const answers = given.map(({ suite, found }) => {
      const { status, headers, body } = carriers[protocol]?.encode(suite, found) ?? { status: 0, headers: {} };
      const bytes = Buffer.isBuffer(body) ? body.toString('base64') : '';
      return { suite: { ...suite, cases: [] }, case: found, status, headers: texts(headers), body: bytes };
    });
    writeFileSync(file, JSON.stringify(answers));
    const { stdout } = await promisify(execFile)(clients?.python ?? '', [
      join(import.meta.dirname, 'protocol-cases.py'),
      file,
    ]);
    expect(stdout.trimEnd().split('\n')).toEqual(given.map(({ found }) => `ok ${found.id}`));
  },
);

const texts = (headers: object) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

it.skipIf(suitesOf === undefined)('has in docs/clients.md how many cases were run, and why others were not', () => {
  const rows = Object.keys(carriers).map((protocol) => {
    const all = [...casesOf('input', protocol), ...casesOf('output', protocol)];
    return `| ${protocol} | ${all.length} | ${all.filter(({ reason }) => reason === undefined).length} |`;
  });
  const everyCase = Object.keys(carriers).flatMap((protocol) => [
    ...casesOf('input', protocol),
    ...casesOf('output', protocol),
  ]);
  const counts = Map.groupBy(
    everyCase.filter(({ reason }) => reason !== undefined),
    ({ reason }) => reason,
  );
  const reasons = [...counts].map(([reason, of]) => `| ${reason} | ${of.length} |`);
  const page = readFileSync(join(root, 'docs/clients.md'), 'utf8');
  expect([...rows, ...reasons].filter((row) => !page.includes(row))).toEqual([]);
});
