import { workerData } from 'node:worker_threads';
import { resolveSources } from './resolve-sources.ts';

// What a thread of a checkout begins with: modules are found quickly from here on.
resolveSources();
await import(workerData as string);
