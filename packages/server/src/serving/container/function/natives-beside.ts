import { serialize } from 'node:v8';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { NativeStageDefinition } from '../in-process/native-stage-definition.ts';
import { nativeDefinition } from '../launchers/native.ts';
import { readSmall } from '../load-native-stage.ts';
import type { StageContext } from '../stage-context.ts';
import type { StageDefinition } from '../stage-definition.ts';

/** A native container and the files that it is made of, as a process is sent it. */
export interface SentNative {
  readonly definition: NativeStageDefinition;
  readonly files: ModelFiles;
}

/** Native containers that the processes of a function load, too: a request to all of them is then one message. */
export interface NativesBeside {
  readonly definitions: readonly NativeStageDefinition[];
  /** All of them, serialised: they are files of other containers, which the function's processes cannot open. */
  readonly message: Buffer;
}

/** Undefined unless all containers before the function are native and small. Rejects as their start does. */
export async function nativesBeside(
  before: readonly StageDefinition[],
  context: StageContext,
  signal: AbortSignal,
): Promise<NativesBeside | undefined> {
  const natives: SentNative[] = [];
  for (const container of before) {
    const definition = await nativeDefinition(container, context, signal);
    const files = definition === undefined ? undefined : await readSmall(definition);
    if (definition === undefined || files === undefined) return undefined;
    natives.push({ definition, files });
  }
  if (natives.length === 0) return undefined;
  return { definitions: natives.map(({ definition }) => definition), message: serialize(natives) };
}
