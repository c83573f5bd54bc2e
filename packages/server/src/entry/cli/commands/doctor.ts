import { existsSync } from 'node:fs';
import { findPythons } from '../../../serving/container/python/python-interpreter.ts';
import { commandOptions } from '../command-options.ts';
import type { Finding } from '../doctor/check.ts';
import { checks } from '../doctor/checks.ts';
import type { DoctorFlags } from '../flags/upkeep-flags.ts';
import { printResult } from '../print-result.ts';
import { findRunningServer } from '../server/running-server.ts';

type Named = Finding & { readonly check: string };

/** `catenary doctor`: what a server needs of this machine, what is missing, and how to get it. Exit status 1 if something is. */
export async function doctor(flags: DoctorFlags): Promise<void> {
  const options = await commandOptions(flags);
  const server = existsSync(options.data)
    ? await findRunningServer(options.data, process.env).catch(() => undefined)
    : undefined;
  // Each of them is started to say its version, which takes longer than all else.
  const pythons = await findPythons(options.python).catch((error: Error) => error);
  const surroundings = { options, environment: process.env, server, pythons };
  const found: Named[] = [];
  for (const check of checks) found.push({ check: check.name, ...(await check.run(surroundings)) });
  const missing = found.filter(({ state }) => state === 'missing').length;
  printResult(flags, { isReady: missing === 0, checks: found }, () => show(found, missing));
  if (missing > 0) process.exitCode = 1;
}

function show(found: readonly Named[], missing: number): string {
  const width = Math.max(...found.map(({ check }) => check.length));
  const lines = found.flatMap(({ check, state, says, remedy }) => [
    `${state.padEnd(7)}  ${check.padEnd(width)}  ${says}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 11)}-> ${remedy}`]),
  ]);
  const end = missing === 0 ? 'A server can run here.' : `${missing} missing: see the lines with ->.`;
  return [...lines, '', end].join('\n');
}
