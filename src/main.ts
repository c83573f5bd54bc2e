#!/usr/bin/env node
import { runCommand } from './entry/cli/run-command.ts';

await runCommand(process.argv);
