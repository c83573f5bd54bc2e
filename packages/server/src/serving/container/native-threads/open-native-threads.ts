import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { invocationTimeoutMs } from '../../../contract/timeouts.ts';
import { LoadThreads } from './load-threads.ts';
import { NativeThreads, type NativeThreadsOptions } from './native-threads.ts';

const megabyte = 1024 ** 2;

/** A server's threads: those that answer, and those that load. */
export interface ServerThreads {
  readonly threads: NativeThreads;
  readonly loads: LoadThreads;
  close(): Promise<void>;
}

/** The threads of a server for long work of its native containers: none is started before it is needed. */
export function openNativeThreads(): ServerThreads {
  const shared = {
    ...memory(),
    maxRequests: 256,
    maxRequestBytes: 128 * megabyte,
    timeoutMs: invocationTimeoutMs,
  };
  // At least two, so that loading one model does not block requests to others.
  const count = Math.max(2, Math.min(4, availableParallelism()));
  const threads = new NativeThreads({ ...shared, count, idleMs: 60_000 });
  const loading = new NativeThreads({ ...shared, count: 2, idleMs: 5_000 });
  return {
    threads,
    loads: new LoadThreads(loading),
    close: async () => {
      await Promise.all([threads.close(), loading.close()]);
    },
  };
}

/** The thread of one chain of a transform job, without limits: the job itself bounds its requests and their time. */
export function openJobThread(): NativeThreads {
  return new NativeThreads({
    count: 1,
    ...memory(),
    maxRequestMegabytes: Infinity,
    maxRequests: Infinity,
    maxRequestBytes: Infinity,
    timeoutMs: Infinity,
    idleMs: 60_000,
  });
}

/**
 * A thread may have as many objects as this one; a request of 6 MB takes a fraction of its limit. Several that need much take turns:
 * all together have little more than one of them may have.
 */
const memory = () =>
  ({
    maxHeapMegabytes: Math.round(getHeapStatistics().heap_size_limit / megabyte),
    maxRequestMegabytes: 1024,
    ownRequestMegabytes: 128,
    sharedRequestMegabytes: 896,
  }) satisfies Partial<NativeThreadsOptions>;
