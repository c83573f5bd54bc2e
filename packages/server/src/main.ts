#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What the engine compiled is kept for the next run, which starts in half the time; it must be on before anything loads.
enableCompileCache();
if (process.argv[2] === 'serve') {
  const { hideEnvironment } = await import('./entry/options/hide-environment.ts');
  hideEnvironment();
}
const { runCommand } = await import('./entry/cli/run-command.ts');
await runCommand(process.argv);
