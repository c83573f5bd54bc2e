import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../../credentials.ts';
import { readStateFile } from '../../state-file.ts';
import { callServer, type ServerAddress } from '../call-server.ts';
import { CommandError } from '../command.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { requireDataFolder } from '../require-data-folder.ts';
import type { SigningPair } from '../signing-pair.ts';

/** Where a server answers, and the pair of keys that it takes. */
export interface RunningServer extends ServerAddress {
  readonly region: string;
  readonly credentials: SigningPair;
  /** Of the package. */
  readonly version: string;
  readonly pid: number;
}

/** How long a server is waited for that holds the folder and has not written yet where it is; and any other. Milliseconds. */
const startMs = 15_000;
const noticeMs = 1_000;
const pollMs = 100;
/** How long a server may take to answer that is there, milliseconds. */
const answerMs = 15_000;

/**
 * The server of a data folder, by what it wrote there when it was ready. Nothing is made. Throws `CommandError` if none
 * answers in time, or if its keys are not known here.
 */
export async function findRunningServer(data: string, environment: NodeJS.ProcessEnv): Promise<RunningServer> {
  requireDataFolder(data);
  const state = await awaitState(data);
  if (state === undefined)
    throw new CommandError(
      `No server runs over the data folder ${data}. Start one: catenary serve --data ${quoteForShell(data)}. Or name another folder with --data.`,
    );
  const address = { url: state.url, certificate: await readCertificate(state.tlsCert) };
  const { region, version, pid } = state;
  const silence = await silenceOf(address);
  if (silence === 'gone')
    throw new CommandError(
      `The server of ${data} was at ${state.url} and does not answer any more. Start it again: catenary serve --data ${quoteForShell(data)}.`,
    );
  if (silence === 'busy')
    throw new CommandError(
      `The server of ${data} at ${state.url}, process ${pid}, has not answered within ${answerMs / 1000} s: it or its machine is busy. Try again.`,
    );
  if (silence === 'stranger')
    throw new CommandError(
      `The server of ${data} at ${state.url} shows another certificate than ${state.tlsCert} has: it keeps the last one that it could read; mend the file and its key.`,
    );
  const credentials = await readCredentials(data, state.accessKeyId, environment);
  return { ...address, region, version, pid, credentials };
}

async function awaitState(data: string): Promise<State | undefined> {
  const since = performance.now();
  for (;;) {
    const state = await readState(data);
    const waitMs = existsSync(join(data, 'lock.sqlite-journal')) ? startMs : noticeMs;
    if (state !== undefined || performance.now() - since > waitMs) return state;
    await sleep(pollMs);
  }
}

interface State {
  readonly url: string;
  /** Path of its certificate, where it has one: it is read again, as the server does. */
  readonly tlsCert?: string;
  readonly region: string;
  /** Of the pair that it takes. */
  readonly accessKeyId: string;
  readonly version: string;
  readonly pid: number;
}

/** What a running server wrote about itself. */
async function readState(data: string): Promise<State | undefined> {
  return readJson<State>(join(data, 'server.json'));
}

/** The pair of this id: that which the server keeps, or that of this environment if the server was given one by its own. */
async function readCredentials(data: string, id: string, environment: NodeJS.ProcessEnv): Promise<SigningPair> {
  const path = join(data, 'credentials.json');
  const kept = await readJson<Credentials>(path);
  if (kept?.accessKeyId === id) return { ...kept, from: path };
  const { AWS_ACCESS_KEY_ID: own = '', AWS_SECRET_ACCESS_KEY: secret = '' } = environment;
  if (own === id && secret !== '')
    return { accessKeyId: id, secretAccessKey: secret, from: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' };
  const found = own === '' ? 'AWS_ACCESS_KEY_ID is not set here' : `AWS_ACCESS_KEY_ID is ${own} here`;
  const state = own === id ? 'AWS_SECRET_ACCESS_KEY is not set here' : found;
  throw new CommandError(
    `The server of ${data} has its keys (${id}) from its own environment, and ${state}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the same pair.`,
  );
}

async function readCertificate(path = ''): Promise<string | undefined> {
  if (path === '') return undefined;
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The server's certificate ${path} cannot be read (${error.code}).`);
  });
}

/**
 * Why a server does not answer: nothing listens there, what does is too slow, or its certificate is another one than the file's. Undefined
 * if it answers.
 */
async function silenceOf(address: ServerAddress): Promise<'gone' | 'busy' | 'stranger' | undefined> {
  const signal = AbortSignal.timeout(answerMs);
  try {
    const { status } = await callServer(address, { method: 'GET', path: '/_catenary/health', signal });
    return status === 200 ? undefined : 'gone';
  } catch (error) {
    if (signal.aborted) return 'busy';
    const { cause = error } = error as Error;
    const isRefused = (cause as NodeJS.ErrnoException).code?.startsWith('ECONN') === true;
    return address.certificate === undefined || isRefused ? 'gone' : 'stranger';
  }
}

async function readJson<Value>(path: string): Promise<Value | undefined> {
  try {
    const text = await readStateFile(path);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  } catch (error) {
    // It is being written.
    if (error instanceof SyntaxError) return undefined;
    throw new CommandError(`${(error as Error).message}; --data names the data folder of a server.`);
  }
}
