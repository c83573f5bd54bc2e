import { findEngine } from '../serving/container/oci/find-engine.ts';
import type { ServerOptions } from './options/server-options.ts';

/** Where there is an engine, it runs the images that nothing else serves. */
export function withEngine(options: ServerOptions): ServerOptions {
  const isThere = findEngine(options.containers, process.env) !== undefined;
  return isThere ? { ...options, images: [...options.images, { match: '*', kind: 'oci' }] } : options;
}
