import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes into a folder a program for Node, and the catenary.yaml by which images of this name (`host/NAME:1`) run it. Answers the words
 * that start a server with it.
 */
export function nodeImage(folder: string, name: string, script: string): string[] {
  const [program, config] = [join(folder, `${name}.mjs`), join(folder, 'catenary.yaml')];
  writeFileSync(program, script);
  const command = JSON.stringify([process.execPath, program]);
  writeFileSync(config, `images:\n  - match: "*/${name}:*"\n    command: ${command}\n`);
  return ['--config', config];
}
