import { createRequire } from 'node:module';

export type Zod = typeof import('zod');

let loaded: Zod | undefined;

/**
 * zod, when something is first checked by it: it takes 50 ms to load, which a server that has nothing stored and most
 * commands do not need.
 */
export function loadZod(): Zod {
  loaded ??= createRequire(import.meta.url)(`./zod.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`) as Zod;
  return loaded;
}
