import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quoteForShell } from './quote-for-shell.ts';

/** How this program is called, for lines that a user copies: from a checkout by the path of its script, as it is not on PATH. */
export function commandName(environment: NodeJS.ProcessEnv, program = process.argv[1] ?? ''): string {
  // packages/server/src/main.ts
  const script = join(dirname(program), '../../../catenary');
  if (program.endsWith('.ts') && existsSync(script)) return quoteForShell(script);
  // What npx runs is not on PATH either.
  return environment.npm_command === 'exec' ? 'npx catenary' : 'catenary';
}
