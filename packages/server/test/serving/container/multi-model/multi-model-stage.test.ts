import { ScoringError } from '@catenary/scoring/internal/frame';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/contract/service-error.ts';
import { ArtifactError } from '../../../../src/platform/artifact/artifact-error.ts';
import { ModelBudget } from '../../../../src/serving/container/multi-model/model-budget.ts';
import { MultiModelStage } from '../../../../src/serving/container/multi-model/multi-model-stage.ts';
import type { ContainerAnswer } from '../../../../src/serving/container/payload.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';

/** Whether a failure happens only when the archive is there. */
const isOfLoad = (name: string) => name === 'full' || name === 'bad-model';

/** A multi-model container whose archives and containers are made up; `log` says what was done. */
function open(options: { maxModels?: number; isCached?: boolean; answersLater?: boolean } = {}) {
  const log: string[] = [];
  /** Loads wait for this, by model: to be fetched, or the slow ones to be started. */
  const gates = new Map<string, Promise<void>>();
  const failures = new Map<string, Error>();
  const etags = new Map<string, string>();
  /** Ends the requests that are being answered, if containers answer later. */
  const answers: (() => void)[] = [];
  const container = (name: string): Stage => ({
    hostname: 'primary',
    image: 'image',
    invoke() {
      const answer: ContainerAnswer = { status: 200, body: Buffer.from(name) };
      return options.answersLater === true ? new Promise((done) => answers.push(() => done(answer))) : answer;
    },
    ping: () => Promise.resolve(true),
    executionParameters: () => Promise.resolve(undefined),
    close: () => {
      log.push(`close ${name}`);
      return Promise.resolve();
    },
  });
  const stage = new MultiModelStage({
    hostname: 'primary',
    image: 'image',
    isCached: options.isCached ?? true,
    budget: new ModelBudget({ maxModels: options.maxModels ?? 2, maxBytes: 100 }),
    async fetch(name, check) {
      const artifact = { uri: name, etag: etags.get(name) ?? '1' };
      check(artifact);
      log.push(`fetch ${name}`);
      if (!name.startsWith('slow')) await gates.get(name);
      const failure = failures.get(name);
      if (failure !== undefined && !isOfLoad(name)) throw failure;
      const bytes = name.startsWith('large') ? 101 : 1;
      const remove = () => Promise.resolve();
      return { artifact, path: name, bytes, extract: remove, remove };
    },
    host: {
      async load({ name, makeRoom }) {
        log.push(`load ${name}`);
        if (isOfLoad(name)) throw failures.get(name) as Error;
        if (name.startsWith('bad')) throw new Error(`no model in ${name}`);
        if (name.startsWith('greedy')) while (await makeRoom());
        await gates.get(name);
        return container(name);
      },
      ping: () => Promise.resolve(true),
      close: () => Promise.resolve(),
    },
    onEvent: () => undefined,
    onClosed: () => Promise.resolve(),
  });
  const ask = (targetModel: string, signal = new AbortController().signal) =>
    Promise.resolve(stage.invoke({ body: Buffer.alloc(0), targetModel }, signal)).then(
      ({ status, body }) => (status === 200 ? body.toString() : `${status} ${body.toString()}`),
      (error: unknown) => {
        throw error;
      },
    );
  /** Lets a load continue when the returned function is called. */
  const hold = (name: string) => {
    let open = () => undefined as void;
    gates.set(name, new Promise((done) => (open = done)));
    return () => open();
  };
  return { stage, ask, log, hold, failures, etags, answers };
}

const settled = () => new Promise((done) => setImmediate(done));

describe('MultiModelStage', () => {
  it('loads a model once for all requests that come meanwhile, and answers at once when it is loaded', async () => {
    const { stage, ask, log, hold } = open();
    const go = hold('a');
    const waiting = [ask('a'), ask('a'), ask('a')];
    go();
    expect(await Promise.all(waiting)).toEqual(['a', 'a', 'a']);
    expect(stage.invoke({ body: Buffer.alloc(0), targetModel: 'a' }, new AbortController().signal)).toMatchObject({
      status: 200,
    });
    expect(log).toEqual(['fetch a', 'load a']);
    expect(stage.describe()).toMatchObject({ modelCacheHits: 1, modelCacheMisses: 3, loadedModels: ['a'] });
  });

  it('unloads the one that was not used for the longest time, and loads it again when it is asked for', async () => {
    const { ask, log } = open();
    for (const name of ['a', 'b', 'a', 'c', 'b']) expect(await ask(name)).toBe(name);
    await settled();
    const loads = ['fetch a', 'load a', 'fetch b', 'load b', 'fetch c', 'close b', 'load c', 'fetch b', 'close a'];
    expect(log).toEqual([...loads, 'load b']);
  });

  it('lets an unloaded model finish its requests before it closes it', async () => {
    const { ask, log, answers } = open({ maxModels: 1, answersLater: true });
    const slow = ask('a');
    await settled();
    const other = ask('b');
    await settled();
    expect(log).not.toContain('close a');
    answers[0]?.();
    expect(await slow).toBe('a');
    await settled();
    expect(log).toContain('close a');
    answers[1]?.();
    expect(await other).toBe('b');
  });

  it('answers those who wait for a model that is pushed out while it is loaded, and closes it then', async () => {
    const { stage, ask, log, hold } = open({ maxModels: 1 });
    const go = hold('slow');
    const waiting = ask('slow');
    await settled();
    expect(await ask('b')).toBe('b');
    expect(log).toEqual(['fetch slow', 'load slow', 'fetch b', 'load b']);
    go();
    expect(await waiting).toBe('slow');
    await settled();
    expect(log.at(-1)).toBe('close slow');
    expect(stage.describe()).toMatchObject({ loadedModels: ['b'] });
  });

  it('keeps no model that no request holds with the cache switched off', async () => {
    const { stage, ask, log, answers } = open({ isCached: false, answersLater: true });
    const both = [ask('a'), ask('a')];
    await settled();
    answers[0]?.();
    await both[0];
    expect(log).not.toContain('close a');
    answers[1]?.();
    await both[1];
    await settled();
    expect(log).toEqual(['fetch a', 'load a', 'close a']);
    expect(stage.describe()).toMatchObject({ loadedModelCount: 0 });
  });

  it('passes on that there is no such archive, and asks for it anew with the next request', async () => {
    const { ask, log, failures } = open();
    failures.set('a', new ServiceError('ValidationError', 'Failed to download model data'));
    await expect(ask('a')).rejects.toMatchObject({ code: 'ValidationError' });
    failures.clear();
    expect(await ask('a')).toBe('a');
    expect(log).toEqual(['fetch a', 'fetch a', 'load a']);
  });

  it('answers 500 for an archive or a model that is broken, 507 for one that is too large', async () => {
    const { stage, ask, failures } = open();
    failures.set('cut', new ArtifactError('The archive ends early.'));
    expect(await ask('cut')).toBe('500 Unable to load model: The archive ends early.');
    expect(await ask('bad')).toBe('500 Unable to load model: no model in bad');
    expect(await ask('large')).toBe(
      '507 Unable to load model: large unpacks to 101 bytes, and all loaded models together may take 100 (maxLoadedModelMB).',
    );
    expect(await ask('a')).toBe('a');
    expect(stage.describe()).toMatchObject({ failedLoads: 3, loadedModels: ['a'] });
  });

  it('does not fetch an archive again that can only fail again, until it is replaced', async () => {
    const { ask, log, failures, etags } = open();
    failures.set('cut', new ArtifactError('The archive ends early.'));
    failures.set('bad-model', new ScoringError('bad_model', 'It is no tree.'));
    const answers = async (name: string) => [await ask(name), await ask(name)];
    expect(new Set(await answers('cut'))).toEqual(new Set(['500 Unable to load model: The archive ends early.']));
    expect(new Set(await answers('bad-model'))).toEqual(new Set(['500 Unable to load model: It is no tree.']));
    expect(new Set(await answers('large')).size).toBe(1);
    expect(log).toEqual(['fetch cut', 'fetch bad-model', 'load bad-model', 'fetch large']);
    failures.clear();
    etags.set('cut', '2');
    expect(await ask('cut')).toBe('cut');
  });

  it('fetches an archive again whose container did not start: it may another time', async () => {
    const { ask, log } = open();
    await ask('bad');
    await ask('bad');
    expect(log).toEqual(['fetch bad', 'load bad', 'fetch bad', 'load bad']);
  });

  it('shows nothing of a failure that was not foreseen', async () => {
    const { ask, failures } = open();
    const full = () =>
      Object.assign(new Error("ENOSPC: no space left on device, write '/data/x'"), { syscall: 'write' });
    failures.set('a', full());
    expect(await ask('a')).toBe('500 Unable to load model: the server failed; see its log.');
    failures.set('full', full());
    expect(await ask('full')).toBe('500 Unable to load model: the server failed; see its log.');
  });

  it('unloads the others, one after the other, for a container that has no room', async () => {
    const { ask, log, answers } = open({ maxModels: 4, answersLater: true });
    const [a, b] = [ask('a'), ask('b')];
    await settled();
    answers[0]?.();
    await a;
    const greedy = ask('greedy');
    await settled();
    // b is still answering: it is closed before the container is asked again.
    expect(log.slice(-2)).toEqual(['load greedy', 'close a']);
    answers[1]?.();
    await b;
    await settled();
    expect(log.at(-1)).toBe('close b');
    answers[2]?.();
    expect(await greedy).toBe('greedy');
  });

  it('asks a caller whose time is up to come again, and continues loading', async () => {
    const { ask, log, hold } = open();
    const go = hold('a');
    const timer = new AbortController();
    const early = ask('a', timer.signal);
    timer.abort('timeout');
    await expect(early).rejects.toMatchObject({ code: 'ModelNotReadyException', status: 429 });
    go();
    expect(await ask('a')).toBe('a');
    expect(log).toEqual(['fetch a', 'load a']);
  });

  it('says nothing to a caller who left', async () => {
    const { ask, hold } = open();
    hold('a');
    const caller = new AbortController();
    const left = ask('a', caller.signal);
    caller.abort('disconnected');
    await expect(left).rejects.toMatchObject({ name: 'StageUnreachable', reason: 'connection' });
  });

  it('closes every model, also one that is still being loaded, and takes no more requests', async () => {
    const { stage, ask, log, hold } = open();
    await ask('a');
    const go = hold('b');
    const waiting = ask('b');
    await settled();
    const closing = stage.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    await closing;
    go();
    await settled();
    expect(log).toEqual(['fetch a', 'load a', 'fetch b', 'close a']);
    await expect(async () => ask('c')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  });
});
