import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findFreePort, safePortRange } from '../../../../src/serving/container/process/free-port.ts';
import { findPortOwner, watchPort } from '../../../../src/serving/container/process/port-owner.ts';
import { processGroupMembers } from '../../../../src/serving/container/process/process-group.ts';

describe.skipIf(process.platform !== 'linux')('findPortOwner()', () => {
  it('finds the group that listens, on IPv4 and IPv6', async () => {
    for (const address of ['127.0.0.1', '::1']) {
      const program = `require("net").createServer().listen(0, "${address}", function () { console.log(this.address().port) })`;
      const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const port = Number(line.toString());
      expect(await findPortOwner(port, child.pid as number)).toBe('own');
      expect(await findPortOwner(port, 1)).toBe('other');
      child.kill('SIGKILL');
    }
  });

  it('finds a server that has left the group', async () => {
    const program =
      'require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) })';
    const script = `setsid "$0" -e '${program}' & wait`;
    const child = spawn('sh', ['-c', script, process.execPath], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    expect(await findPortOwner(port, child.pid as number)).toBe('own');
    for (const pid of await processGroupMembers(child.pid as number)) process.kill(Number(pid), 'SIGKILL');
  });

  it('recognises a port that no process listens on', async () => {
    expect(await findPortOwner(await findFreePort(), process.pid)).toBe('none');
  });

  it('is not misled by a server in another group', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = spawn('sleep', ['10'], { detached: true });
    expect(await findPortOwner((server.address() as AddressInfo).port, child.pid as number)).toBe('other');
    child.kill('SIGKILL');
    server.close();
  });
});

describe.skipIf(process.platform !== 'linux')('watchPort()', () => {
  it('reports when another process listens in the place of a container that lives on without its listener', async () => {
    // Listens until it is asked to stop listening, and stays.
    const program =
      'const server = require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) });' +
      'process.stdin.on("data", () => server.close(() => console.log("closed")))';
    const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    const isStolen = watchPort(port, child.pid as number);
    expect([await isStolen(), await isStolen()]).toEqual([false, false]);
    child.stdin.write('close');
    await once(child.stdout, 'data');
    expect(await isStolen()).toBe(false); // no process listens: no connection can be made
    const thief = createServer().listen(port, '127.0.0.1');
    await once(thief, 'listening');
    expect(await isStolen()).toBe(true);
    child.kill('SIGKILL');
    thief.close();
  });

  it('finds a listener that another process of the container keeps when the first one lets it go', async () => {
    // Hands its listener down to a child; closes its own when asked to.
    const program =
      'const server = require("net").createServer().listen(0, "127.0.0.1", function () {' +
      '  require("child_process").spawn("sleep", ["60"], { stdio: ["ignore", "ignore", "ignore", server._handle.fd] })' +
      '    .on("spawn", () => console.log(server.address().port)) });' +
      'process.stdin.on("data", () => server.close(() => console.log("closed")))';
    const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const isStolen = watchPort(Number(line.toString()), child.pid as number);
    expect(await isStolen()).toBe(false);
    child.stdin.write('close');
    await once(child.stdout, 'data');
    expect(await findPortOwner(Number(line.toString()), child.pid as number)).toBe('own');
    expect([await isStolen(), await isStolen()]).toEqual([false, false]);
    process.kill(-(child.pid as number), 'SIGKILL');
  });
});

describe('safePortRange()', () => {
  it('stays below the ports that systems hand out by themselves', () => {
    expect(safePortRange(32768)).toBe('20800-20899'); // 32768 % 120 = 8
    expect(safePortRange(60999)).toBe('23900-23999'); // 60999 % 120 = 39
  });
});
