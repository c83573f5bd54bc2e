#!/usr/bin/env node
import { keepCompiledCode } from './entry/keep-compiled-code.ts';
import { resolveSources } from './util/resolve-sources.ts';

// An empty HOME names no folder; the system knows the user's own.
if (process.env.HOME === '') delete process.env.HOME;
keepCompiledCode();
resolveSources();
if (process.argv[2] === 'serve') {
  const { hideEnvironment } = await import('./entry/options/hide-environment.ts');
  hideEnvironment();
}
if (process.env.CATENARY_LAUNCHER !== undefined) {
  const { endWithLauncher } = await import('./entry/node/end-with-launcher.ts');
  endWithLauncher();
}
const { runCommand } = await import('./entry/cli/run-command.ts');
await runCommand(process.argv);
