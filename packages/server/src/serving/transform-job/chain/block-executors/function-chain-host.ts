/**
 * The process of a function in a transform job whose other containers are native: it loads these, too, and turns blocks of
 * records into output, so that nothing has to be handed over between them.
 */
import { isDeepStrictEqual } from 'node:util';
import type { HostAnswer, LoadedFunction } from '../../../container/function/host/answer-request.ts';
import { type HostOptions, loadFunction } from '../../../container/function/host/load-function.ts';
import { LoadedFunctionStage } from '../../../container/function/host/loaded-function-stage.ts';
import { printError } from '../../../container/function/host/print-error.ts';
import { serveRequests } from '../../../container/function/host/serve-requests.ts';
import { hostEnvironment } from '../../../container/function/host-environment.ts';
import { launchNativeStage } from '../../../container/in-process/launch-native-stage.ts';
import { startEach } from '../../../container/launch-stages.ts';
import type { Stage } from '../../../container/stage.ts';
import type { BlockPlan } from '../block-plan.ts';
import type { BlockWork } from '../block-work.ts';
import { RecordFailure } from '../record-failure.ts';
import { transformBlock } from '../transform-block.ts';
import { readTask } from './block-task.ts';
import type { FunctionChain } from './function-chain.ts';
import { localChain } from './local-chain.ts';
import { writeSettled } from './settled-block.ts';

const chain = hostEnvironment.take() as FunctionChain;
const options: HostOptions = JSON.parse(process.argv[2] ?? '');
/** The job whose blocks come. */
let job: number | undefined;
let known: { readonly plan: BlockPlan; readonly work: BlockWork; readonly link: LoadedFunctionStage } | undefined;
/** Set once the function has answered later: from then on it is waited for, and handed no columns. */
let isLate = false;

serveRequests(options, async () => {
  const before = await startEach(chain.before, launchNativeStage);
  const behind = await startEach(chain.behind, launchNativeStage);
  const links: Links = { before, loaded: await loadFunction(options), behind };
  return ({ head, body }) => {
    if (head.path === '/invocations') return answerBlock(links, body);
    return head.path === '/execution-parameters' ? describeFirst(before) : { status: 404, body: Buffer.alloc(0) };
  };
});

interface Links {
  readonly before: readonly Stage[];
  loaded: LoadedFunction;
  readonly behind: readonly Stage[];
}

async function answerBlock(links: Links, message: Buffer): Promise<HostAnswer> {
  const answer = await tryBlock(links, message);
  if (answer.status === 200 || isLate || known?.link.isLate !== true) return answer;
  isLate = true;
  known = undefined;
  return tryBlock(links, message);
}

async function tryBlock(links: Links, message: Buffer): Promise<HostAnswer> {
  const { plan, origin, block, ...task } = readTask(message);
  try {
    if (task.job !== job) await begin(links, task.job);
    const { rejected, ...settled } = await transformBlock(workOf(links, plan), block, origin);
    return rejected.length === 0 ? { status: 200, body: writeSettled(settled) } : refusal('a record was set apart');
  } catch (error) {
    if (!(error instanceof RecordFailure)) printError(error);
    return refusal(String(error));
  }
}

/** A further job begins with what the function loads, as the first one did. */
async function begin(links: Links, next: number): Promise<void> {
  if (job !== undefined) {
    links.loaded = await loadFunction(options);
    known = undefined;
    isLate = false;
  }
  job = next;
}

/** The block then goes to containers that run apart: they say which record is refused, and why. */
const refusal = (message: string): HostAnswer => ({ status: 422, body: Buffer.from(message) });

/** The plan is the same for all blocks of a job. */
function workOf({ before, loaded, behind }: Links, plan: BlockPlan): BlockWork {
  if (known === undefined || !isDeepStrictEqual(known.plan, plan)) {
    // Records that are a request each are no rows of one frame; and a function that is not the last would be asked for facts of files.
    const isFused = plan.strategy === 'MULTI_RECORD' && before.length > 0 && behind.length === 0 && !isLate;
    const link = new LoadedFunctionStage(chain.function, loaded, isFused);
    known = { plan, work: localChain([...before, link, ...behind], plan, chain.fuse), link };
  }
  return known.work;
}

/** What the first container wishes for, under the names of the contract. */
async function describeFirst([first]: readonly Stage[]): Promise<HostAnswer> {
  const wishes = await first?.executionParameters(new AbortController().signal);
  const said = {
    MaxConcurrentTransforms: wishes?.maxConcurrentTransforms,
    BatchStrategy: wishes?.batchStrategy,
    MaxPayloadInMB: wishes?.maxPayloadInMB,
  };
  return { status: 200, body: Buffer.from(JSON.stringify(said)), contentType: 'application/json' };
}
