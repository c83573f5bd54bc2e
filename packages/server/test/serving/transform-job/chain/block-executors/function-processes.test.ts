import { describe, expect, it } from 'vitest';
import type { LaunchOptions } from '../../../../../src/serving/container/launch-stages.ts';
import type { Stage } from '../../../../../src/serving/container/stage.ts';
import { FunctionProcesses } from '../../../../../src/serving/transform-job/chain/block-executors/function-processes.ts';

const optionsOf = (owner: string): LaunchOptions => ({
  owner,
  startupTimeoutMs: 1000,
  signal: new AbortController().signal,
});

/** Processes that say when they begin and end, and whom they run for. */
function recorded() {
  const processes = new FunctionProcesses();
  const events: string[] = [];
  const launched: LaunchOptions[] = [];
  const take = (key: string | undefined, owner: string) =>
    processes.take({
      key,
      options: optionsOf(owner),
      launch: async (options) => {
        const number = launched.push(options);
        events.push(`start ${number}`);
        return { close: async () => void events.push(`end ${number}`) } as unknown as Stage;
      },
    });
  return { processes, events, launched, take };
}

describe('processes of functions between jobs', () => {
  it('go from a job to the next one with the same chain, and write their lines for that one', async () => {
    const { events, launched, take } = recorded();
    const first = await take('a', 'job-1');
    await first.giveBack();
    const second = await take('a', 'job-2');
    expect(second.stage).toBe(first.stage);
    expect(second.job).not.toBe(first.job);
    expect(events).toEqual(['start 1']);
    expect(launched[0]?.owner).toBe('job-2');
  });

  it('are not given to two jobs at once, and one chain is kept alone', async () => {
    const { events, take } = recorded();
    const [first, second] = [await take('a', 'job-1'), await take('a', 'job-2')];
    expect(second.stage).not.toBe(first.stage);
    await first.giveBack();
    await second.giveBack();
    expect(events).toEqual(['start 1', 'start 2', 'end 1']);
    const other = await take('b', 'job-3');
    await other.giveBack();
    expect(events.slice(3)).toEqual(['start 3', 'end 2']);
  });

  it('end with their job where no second one may have them, and once all are closed', async () => {
    const { processes, events, take } = recorded();
    await (await take(undefined, 'job-1')).giveBack();
    expect(events).toEqual(['start 1', 'end 1']);
    await (await take('a', 'job-2')).giveBack();
    const underWay = await take('b', 'job-3');
    await processes.close();
    await underWay.giveBack();
    expect(events.slice(2)).toEqual(['start 2', 'start 3', 'end 2', 'end 3']);
  });
});
