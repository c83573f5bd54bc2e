import { type ContainerAnswer, isSuccess, type ContainerRequest } from '../container/payload.ts';
import type { InferencePipeline } from './inference-pipeline.ts';

/** What one container got and made of it. */
export interface TracedContainer {
  readonly hostname: string;
  readonly image: string;
  readonly status: number;
  readonly contentType?: string;
  readonly body: Buffer;
  readonly place?: ContainerAnswer['place'];
  readonly micros: number;
}

/** Sends one request through the chain container by container, never fused, and keeps what each of them answered. */
export async function tracePipeline(
  pipeline: InferencePipeline,
  request: ContainerRequest,
  signal: AbortSignal,
): Promise<TracedContainer[]> {
  const traced: TracedContainer[] = [];
  const { accept, ...first } = request;
  let current: ContainerRequest = first;
  for (const [index, stage] of pipeline.stages.entries()) {
    const isLast = index === pipeline.stages.length - 1;
    const since = performance.now();
    const answer = await pipeline.invokeAlone(
      index,
      isLast && accept !== undefined ? { ...current, accept } : current,
      signal,
    );
    const micros = (performance.now() - since) * 1000;
    const { status, contentType, body, place } = answer;
    traced.push({
      hostname: stage.hostname,
      image: stage.image,
      status,
      body,
      micros,
      ...(contentType === undefined ? {} : { contentType }),
      ...(place === undefined ? {} : { place }),
    });
    if (!isSuccess(answer)) break;
    const { targetModel, deadline } = request;
    current = {
      body,
      ...(contentType === undefined ? {} : { contentType }),
      ...(targetModel === undefined ? {} : { targetModel }),
      ...(deadline === undefined ? {} : { deadline }),
    };
  }
  return traced;
}
