#!/usr/bin/env node
import { needsOtherNode } from './entry/node/needs-other-node.ts';

/**
 * What the published package installs as `catenary`. It is the one module that older releases of Node run as well: it and what it
 * imports before it knows its Node use nothing newer than Node 18.
 */
if (needsOtherNode(process.versions.node)) {
  const { runInNewerNode } = await import('./entry/node/run-in-newer-node.ts');
  await runInNewerNode();
} else await import('./main.ts');
