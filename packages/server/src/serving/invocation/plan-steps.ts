import { isDeepStrictEqual } from 'node:util';
import { defined } from '@catenary/scoring/internal/values';
import { isLoadedHere, type NativeEngine } from '../container/in-process/native-engine.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import { askApart, type ContainerAnswer } from '../container/payload.ts';
import type { Stage, StageBeside } from '../container/stage.ts';
import { NativeStep } from './native-step.ts';
import type { Step, StepAnswer } from './step.ts';

/** Groups the stages of a chain into steps: with `fuse`, runs of native containers become one step. */
export function planSteps(
  stages: readonly Stage[],
  { fuse, threads }: { readonly fuse: boolean; readonly threads?: NativeThreads | undefined },
): Step[] {
  const steps: Step[] = [];
  for (let first = 0; first < stages.length; ) {
    const natives = nativesFrom(stages, first, fuse ? stages.length : 1);
    const step =
      natives.length > 0 ? new NativeStep(natives, { first, threads }) : singleStep(defined(stages[first]), first);
    steps.push(step);
    first += step.count;
  }
  return steps;
}

/** The same with natives and the container behind them as one step; undefined where that cannot be. */
export function planBeside(stages: readonly Stage[], steps: readonly Step[]): Step[] | undefined {
  const natives = nativesFrom(stages, 0, stages.length);
  const beside = stages[natives.length]?.beside;
  if (beside === undefined || !hasSame(natives, beside)) return undefined;
  const step = besideStep(beside);
  return [step, ...steps.filter(({ first }) => first >= step.count)];
}

/** The engines of native neighbours from a stage on. */
function nativesFrom(stages: readonly Stage[], first: number, most: number): NativeEngine[] {
  const natives: NativeEngine[] = [];
  for (const { native } of stages.slice(first, first + most)) {
    if (native === undefined) break;
    natives.push(native);
  }
  return natives;
}

function singleStep(stage: Stage, first: number): Step {
  const finish = (answer: ContainerAnswer, since: number, spentMs: Float64Array): StepAnswer => {
    spentMs[first] = performance.now() - since;
    return { answer, answeredBy: first };
  };
  return {
    first,
    count: 1,
    inProcess: false,
    takesParts: stage.takesParts === true,
    isQuick: () => false,
    invoke(request, signal, spentMs) {
      const since = performance.now();
      const answer = stage.invoke(request, signal);
      return answer instanceof Promise
        ? answer.then((settled) => finish(settled, since, spentMs))
        : finish(answer, since, spentMs);
    },
  };
}

/** What is large is loaded in threads alone: it is never beside another container. */
const hasSame = (natives: readonly NativeEngine[], { definitions }: StageBeside) =>
  natives.every(isLoadedHere) &&
  isDeepStrictEqual(
    natives.map(({ model }) => model?.definition),
    definitions,
  );

/** Natives and the container behind them, whose processes have these loaded, too: one message asks all. */
function besideStep(beside: StageBeside): Step {
  const last = beside.definitions.length;
  return {
    first: 0,
    count: last + 1,
    waitsFor: last,
    inProcess: false,
    takesParts: false,
    isQuick: () => false,
    async invoke(request, signal, spentMs) {
      const since = performance.now();
      const given = await beside.invoke(request, signal);
      if (given.answeredBy === askApart) return given;
      spentMs.set(given.spentMs);
      spentMs[last] = Math.max(
        0,
        given.spentMs.reduce((rest, ms) => rest - ms, performance.now() - since),
      );
      return given;
    },
  };
}
