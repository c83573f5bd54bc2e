import { join } from 'node:path';
import { type FunctionKind, findContainerKind } from '../../container/images.ts';
import type { NativeStageDefinition } from '../../container/in-process/native-stage-definition.ts';
import type { StageDefinition } from '../../container/stage-definition.ts';
import type { TransformPlan } from '../plan/transform-plan.ts';
import type { FunctionChain } from './block-executors/function-chain.ts';
import type { FunctionProcesses, TakenProcesses } from './block-executors/function-processes.ts';
import { type InstanceContext, jobLaunch } from './chain-instance.ts';

/** A function of a chain whose other containers are native, which are known. */
export interface FunctionAmongNatives {
  readonly definition: StageDefinition;
  readonly chain: FunctionChain;
}

/** Undefined for any other chain. Two functions would share a process, and each may be given other rights. */
export function functionAmongNatives(
  { containers }: TransformPlan,
  natives: readonly (NativeStageDefinition | undefined)[],
  { stages, fuse }: InstanceContext & { readonly fuse: boolean },
): FunctionAmongNatives | undefined {
  const at = natives.indexOf(undefined);
  const before = natives.slice(0, at).filter((native) => native !== undefined);
  const behind = natives.slice(at + 1).filter((native) => native !== undefined);
  const definition = containers[at];
  if (definition === undefined || before.length + behind.length + 1 < containers.length) return undefined;
  if (findContainerKind(stages.images, definition.image)?.kind !== 'function') return undefined;
  const { hostname, image } = definition;
  return { definition, chain: { before, function: { hostname, image }, behind, fuse } };
}

/** The function's processes, each with the whole chain. Rejects if they do not start. */
export async function takeBesideFunction(
  { definition, chain }: FunctionAmongNatives,
  context: InstanceContext & { readonly functions: FunctionProcesses },
): Promise<TakenProcesses> {
  const { launchFunction } = await import('../../container/function/launch-function.ts');
  const { nativeMemoryMB } = await import('../../container/function/launch-function-worker.ts');
  const { candidateFor } = await import('../../container/find-launcher.ts');
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const host = join(import.meta.dirname, 'block-executors', `function-chain-host.${extension}`);
  const archives = [...chain.before, ...chain.behind].flatMap(({ archivePath }) => archivePath ?? []);
  const program = { host, chain, readable: archives, memoryMB: nativeMemoryMB };
  const candidate = candidateFor(definition, context.stages, context.signal);
  return context.functions.take({
    key: readsElsewhere(candidate.kind) ? undefined : JSON.stringify({ definition, chain }),
    options: jobLaunch(context),
    launch: (options) => launchFunction(candidate, options, program),
  });
}

/** What it once read there may have changed before the next job. */
function readsElsewhere(kind: object): boolean {
  const { readable = [], writable = [], network = false } = kind as FunctionKind;
  return network || readable.length + writable.length > 0;
}
