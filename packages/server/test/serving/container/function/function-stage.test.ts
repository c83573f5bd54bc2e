import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { launchFunctionStage } from '../../../../src/serving/container/function/function-stage.ts';
import { boxSource } from '../../../../src/serving/container/process/box-source.ts';
import type { Enclosure } from '../../../../src/serving/container/process/enclosure.ts';
import { SocketFolders } from '../../../../src/serving/container/process/socket-folders.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-function-'));
let stage: Stage | undefined;
const log: string[] = [];
afterEach(async () => {
  await stage?.close();
  stage = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(source: string, environment: Record<string, string> = {}, box: 'auto' | 'none' = 'auto') {
  const modelDirectory = join(folder, 'model');
  mkdirSync(modelDirectory, { recursive: true });
  writeFileSync(join(modelDirectory, 'handler.mjs'), source);
  writeFileSync(join(modelDirectory, 'names.json'), '{"1":"one","2":"two"}');
  const sockets = new SocketFolders(join(folder, 'sockets'));
  const found = await boxSource(box, [])();
  const enclosure: Enclosure = { box: found, isOffline: found.isClosed, sockets };
  const given = { SAGEMAKER_MODEL_SERVER_WORKERS: '1', ...environment };
  const start = {
    startupTimeoutMs: 30_000,
    signal: never,
    onLog: (line: string) => log.push(line),
    readable: [],
    writable: [],
  };
  stage = await launchFunctionStage({
    hostname: 'c',
    image: 'catenary-function',
    ...start,
    environment: given,
    isOnline: false,
    modelDirectory,
    enclosure,
  });
  return async (body: string, contentType = 'text/csv', accept?: string) => {
    const request = { body: Buffer.from(body), contentType, ...(accept === undefined ? {} : { accept }) };
    const answer = await (stage as Stage).invoke(request, never);
    return [answer.status, answer.contentType, answer.body.toString()];
  };
}

describe('a function', () => {
  it('takes rows as objects by the names of the header, and answers rows in the type that came', async () => {
    const ask = await start(
      `export const invoke = (rows) => rows.map(({ a, b, c }) => ({ sum: a + b, c, none: null }))`,
    );
    expect(await ask('a,b,c\n1,2.5,x\n-1e3,0,"7"\n', 'text/csv; header=present')).toEqual([
      200,
      'text/csv',
      '3.5,x,\n-1000,7,\n',
    ]);
    const odd = 'a,b,__proto__,c\n1,2,3,x\n';
    expect(await ask(odd, 'text/csv; header=present')).toEqual([200, 'text/csv', '3,x,\n']);
    expect(await ask('a,b,c\n1,"2"\n', 'text/csv; header=present')).toEqual([
      400,
      'text/plain',
      'Row 2 has 2 cells, the rows before it 3.',
    ]);
    expect(await ask('[{"a":1,"b":2,"c":[3]}]', 'application/json')).toEqual([
      200,
      'application/json',
      '[{"sum":3,"c":[3],"none":null}]',
    ]);
    expect(await ask('{"a":1,"b":2}\n{"a":2,"b":2}\n', 'application/jsonlines', 'text/csv')).toEqual([
      200,
      'text/csv',
      '3,,\n4,,\n',
    ]);
    expect(await ask('x', 'image/png')).toMatchObject([415, 'text/plain', expect.stringMatching(/not read as rows/)]);
    expect(await ask('1,2\n3\n')).toEqual([400, 'text/plain', 'Row 2 has 1 cells, the rows before it 2.']);
    expect(await ask('{', 'application/json')).toEqual([400, 'text/plain', 'The body is no JSON.']);
    expect(await ask('[{"a":1}]', 'application/json', 'image/png')).toMatchObject([
      406,
      'text/plain',
      expect.stringMatching(/not written of rows/),
    ]);
  });

  it('names columns that come without a header as it says, or by their places', async () => {
    const named = await start(
      `export const columns = ['a', 'b']; export const invoke = (rows) => rows.map(({ a, b }) => a - b)`,
    );
    expect(await named('7,4\n1,1\n')).toEqual([200, 'text/csv', '3\n0\n']);
    expect(await named('7,4,1\n')).toMatchObject([
      400,
      'text/plain',
      expect.stringMatching(/3 cells, and the function names 2 columns/),
    ]);
    await stage?.close();
    const placed = await start(`export const invoke = (rows) => rows.map((row) => Object.keys(row))`);
    expect(await placed('7,4\n')).toEqual([200, 'text/csv', 'column-0,column-1\n']);
  });

  it('takes typed columns, JSON, and bytes, synchronous or not, with what load gave', async () => {
    const columns = await start(`
      export const input = 'columns';
      export const columns = ['a', 't'];
      export const invoke = async ({ columns: { a, t }, rowCount }) =>
        ({ columns: { twice: a.map((value) => value * 2), typed: [a instanceof Float64Array, rowCount], t } })`);
    expect(await columns('1.5,x\n2,y\n')).toEqual([200, 'text/csv', '3,true,x\n4,2,y\n']);
    await stage?.close();
    const json = await start(`
      import { readFileSync } from 'node:fs';
      export const input = 'json';
      export const load = async (folder) => JSON.parse(readFileSync(folder + '/names.json', 'utf8'));
      export const invoke = ({ id }, { model, refuse }) => model[id] ?? refuse('no name for ' + id, 404)`);
    expect(await json('{"id":2}')).toEqual([200, 'application/json', '"two"']);
    expect(await json('{"id":3}')).toEqual([404, 'text/plain', 'no name for 3']);
    await stage?.close();
    const bytes = await start(`
      export const input = 'bytes';
      export const invoke = (body, { contentType }) => ({ body: body.subarray(1), contentType: contentType + '+cut' })`);
    expect(await bytes('abc', 'x/y')).toEqual([200, 'x/y+cut', 'bc']);
  });

  it('may answer what is awaited like a promise and is none', async () => {
    const ask = await start(`export const invoke = () => ({ then: (done) => void done([1]) })`);
    expect(await ask('1')).toEqual([200, 'text/csv', '1\n']);
  });

  it('says what was thrown, and in which line of which file', async () => {
    const ask = await start(`export function invoke() {\n  return undefined.length;\n}\n`);
    const [status, , body = ''] = await ask('1');
    expect(status).toBe(500);
    expect(JSON.parse(String(body))).toMatchObject({ error: 'TypeError', file: 'handler.mjs', line: 2 });
  });

  it.each(['auto', 'none'] as const)('is given nothing but its archive and its own variables (box %s)', async (box) => {
    process.env['CATENARY_TEST_SECRET'] = 'secret';
    const ask = await start(
      `
      import fs from 'node:fs';
      import net from 'node:net';
      import { execSync } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const said = (act) => { try { act(); return 'allowed'; } catch (error) { return error.code; } };
      const connected = (port) => new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('connect', () => resolve('allowed'));
        socket.on('error', (error) => resolve(error.code));
      });
      export const input = 'json';
      export const invoke = async ({ port }, { environment }) => [
        said(() => fs.readFileSync('/etc/passwd')),
        said(() => fs.writeFileSync('names.json', '')),
        said(() => execSync('id')),
        said(() => new Worker('', { eval: true })),
        await connected(port),
        environment.CATENARY_TEST_SECRET ?? 'unset',
        environment.OWN,
      ]`,
      // Options of Node that would give it all of them.
      { OWN: 'mine', NODE_OPTIONS: '--allow-fs-read=* --allow-fs-write=* --allow-child-process --allow-worker' },
      box,
    );
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const [, , body] = await ask(JSON.stringify({ port }), 'application/json');
    server.close();
    delete process.env['CATENARY_TEST_SECRET'];
    const denied = Array(5).fill('ERR_ACCESS_DENIED');
    expect(JSON.parse(String(body))).toEqual([...denied, 'unset', 'mine']);
  });

  it.each(['null', '{"status":null}', '{"status":200,"contentType":5}', '{"status":1e300}', '{"status'])(
    'whose code writes %s to its socket fails that request',
    async (head) => {
      const ask = await start(`
      const head = Buffer.from(${JSON.stringify(head)});
      const start = Buffer.alloc(20);
      start.writeUInt32LE(head.length);
      start.writeUInt32LE(2, 12);
      export const invoke = () => {
        for (const handle of process._getActiveHandles()) handle.write?.(Buffer.concat([start, head]));
        return new Promise(() => {});
      }`);
      await expect(ask('1')).rejects.toMatchObject({ name: 'StageUnreachable' });
    },
  );

  it('whose answer has a type that is no header fails that request alone', async () => {
    const ask = await start(
      `export const invoke = (rows) => ({ body: 'x', contentType: rows[0]['column-0'] === 1 ? 'a\\nb' : 'a/b' })`,
    );
    const [wrong, right] = await Promise.allSettled([ask('1'), ask('2')]);
    expect(wrong).toMatchObject({ status: 'rejected', reason: { name: 'StageUnreachable', reason: 'bad_response' } });
    expect(right).toMatchObject({ status: 'fulfilled', value: [200, 'a/b', 'x'] });
  });

  it('that ends its process in one of several requests is not asked that one again, and answers those behind it', async () => {
    const ask = await start(
      `export const invoke = (rows) => {
        if (rows[0]['column-0'] !== 'end') return rows;
        process.stderr.write('it ends\\n');
        process.exit(7);
      }`,
    );
    // Quick enough to have several at once.
    for (let at = 0; at < 300; at++) await ask('1');
    const numbers = Array.from({ length: 20 }, (_none, at) => String(at));
    const asked = await Promise.allSettled([...numbers.slice(0, 5), 'end', ...numbers].map((body) => ask(body)));
    expect(asked[5]).toMatchObject({ status: 'rejected', reason: { message: 'the process ended with exit code 7' } });
    expect(asked.slice(6)).toMatchObject(numbers.map((text) => ({ value: [200, 'text/csv', `${text}\n`] })));
    expect(log.filter((line) => line === 'it ends')).toHaveLength(1);
  });

  it('ends at its limit of memory, and answers again', async () => {
    const ask = await start(
      `export const invoke = (rows) => { const all = []; while (rows[0]['column-0'] === 1) all.push(new Array(1000).fill(rows)); return rows }`,
      { CATENARY_FUNCTION_MEMORY_MB: '64' },
    );
    await expect(ask('1')).rejects.toMatchObject({ name: 'StageUnreachable', reason: 'connection' });
    expect(await ask('2')).toEqual([200, 'text/csv', '2\n']);
  });

  it('is refused at its start for what is no function', async () => {
    await expect(start('export const invoke = 1')).rejects.toThrow(/exports no function invoke/);
    await expect(start('export const input = "x"; export const invoke = () => 1')).rejects.toThrow(
      /input must be one of rows, columns, json, bytes/,
    );
  });
});
