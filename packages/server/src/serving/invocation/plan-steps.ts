import { defined } from '@catenary/scoring/internal/values';
import type { NativeEngine } from '../container/in-process/native-engine.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import type { ContainerAnswer } from '../container/payload.ts';
import type { Stage } from '../container/stage.ts';
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
