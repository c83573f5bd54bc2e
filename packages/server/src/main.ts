#!/usr/bin/env node
import { keepCompiledCode } from './entry/keep-compiled-code.ts';
import { resolveSources } from './util/resolve-sources.ts';

keepCompiledCode();
resolveSources();
if (process.argv[2] === 'serve') {
  const { hideEnvironment } = await import('./entry/options/hide-environment.ts');
  hideEnvironment();
}
const { runCommand } = await import('./entry/cli/run-command.ts');
await runCommand(process.argv);
