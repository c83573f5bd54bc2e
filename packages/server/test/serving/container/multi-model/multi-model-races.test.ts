import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoadFailure } from '../../../../src/serving/container/multi-model/load-failure.ts';
import { ModelBudget } from '../../../../src/serving/container/multi-model/model-budget.ts';
import { MultiModelStage } from '../../../../src/serving/container/multi-model/multi-model-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';

/** A request: for which model, when its caller gives up, and after how many turns of the event loop the next one comes. */
interface Step {
  readonly model: number;
  readonly pause: number;
  readonly patience: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  model: fc.nat(5),
  pause: fc.nat(2),
  patience: fc.constantFrom(1, 3, 1000, 1000),
});
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

/** Containers that watch over their own life. Loads, answers and closings take the turns that `delays` says, in a circle. */
class Watched {
  readonly delays: readonly number[];
  readonly faults: string[] = [];
  started = 0;
  closed = 0;
  open = 0;
  #at = 0;

  constructor(delays: readonly number[]) {
    this.delays = delays;
  }

  wait(): Promise<void> {
    return turns(this.delays[this.#at++ % this.delays.length] as number);
  }

  start(name: string): Stage {
    let isClosed = false;
    this.started++;
    this.open++;
    const answer = async () => {
      await this.wait();
      if (isClosed) this.faults.push(`${name} was closed while it answered`);
      return { status: 200, body: Buffer.from(name) };
    };
    return {
      hostname: 'primary',
      image: 'image',
      invoke: () => {
        if (isClosed) this.faults.push(`${name} was asked after it was closed`);
        return name === '0' ? { status: 200, body: Buffer.from(name) } : answer();
      },
      ping: () => Promise.resolve(true),
      executionParameters: () => Promise.resolve(undefined),
      close: async () => {
        if (isClosed) this.faults.push(`${name} was closed twice`);
        isClosed = true;
        this.open--;
        await this.wait();
        this.closed++;
      },
    };
  }
}

function openStage(watched: Watched, options: { readonly maxModels: number; readonly isCached: boolean }) {
  return new MultiModelStage({
    hostname: 'primary',
    image: 'image',
    isCached: options.isCached,
    budget: new ModelBudget({ maxModels: options.maxModels, maxBytes: 10 }),
    async fetch(name, check) {
      const artifact = { uri: name, etag: '1' };
      check(artifact);
      await watched.wait();
      return {
        artifact,
        path: name,
        bytes: Number(name),
        extract: () => Promise.resolve(),
        remove: () => watched.wait(),
      };
    },
    host: {
      async load({ name, makeRoom }) {
        await watched.wait();
        if (name === '4') throw new LoadFailure(500, 'it never loads');
        if (name === '5') await makeRoom();
        return watched.start(name);
      },
      ping: () => Promise.resolve(true),
      close: () => Promise.resolve(),
    },
    onEvent: () => undefined,
    onClosed: () => Promise.resolve(),
  });
}

/** What a request got: its model's name, a status of 500, or that its time was up. */
async function ask(stage: MultiModelStage, { model, patience }: Step): Promise<string> {
  const caller = new AbortController();
  void turns(patience).then(() => caller.abort('timeout'));
  try {
    const { status, body } = await stage.invoke({ body: Buffer.alloc(0), targetModel: String(model) }, caller.signal);
    return status === 200 ? body.toString() : String(status);
  } catch (error) {
    return (error as Error).name;
  }
}

describe('models that come and go', () => {
  it('answer for themselves only, are never closed under a request, and are all closed in the end', async () => {
    let answers = 0;
    const run = fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(3), { minLength: 1, maxLength: 7 }),
      fc.record({ maxModels: fc.integer({ min: 1, max: 3 }), isCached: fc.boolean() }),
      async (steps, delays, options) => {
        const watched = new Watched(delays);
        const stage = openStage(watched, options);
        const asked: Promise<string>[] = [];
        for (const next of steps) {
          asked.push(ask(stage, next));
          await turns(next.pause);
        }
        for (const [at, got] of (await Promise.all(asked)).entries()) {
          const { model, patience } = steps[at] as Step;
          if (got === String(model)) answers++;
          const allowed = [model === 4 ? '500' : String(model), ...(patience < 1000 ? ['ModelNotReadyException'] : [])];
          expect(allowed).toContain(got);
        }
        await stage.close();
        // A load whose requests all gave up may still be ending.
        await turns(50);
        expect(watched.faults).toEqual([]);
        expect(watched).toMatchObject({ open: 0, closed: watched.started });
      },
    );
    await fc.assert(run, { numRuns: 300 });
    expect(answers).toBeGreaterThan(300);
  });
});
