import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { example } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer } from '../support/start-server.ts';

const run = promisify(execFile);
const clients = await findPythonEnvironment();

it.skipIf(clients === undefined)(
  "boto3 calls in the order of Terraform's provider: applied, planned, updated, broken, mended, imported, destroyed",
  { timeout: 240_000 },
  async () => {
    const server = await startTestServer();
    try {
      const script = join(import.meta.dirname, 'declarative-tools.py');
      const { stdout } = await run(clients?.python ?? '', [script, example('.')], {
        env: server.environment,
        timeout: 220_000,
      });
      expect(stdout.trimEnd().split('\n')).toEqual([
        "created: {'old': '1', 'team': 'prices'} {} {'old': '1', 'team': 'prices'} InService",
        "weights: [(1, 1)] ['SingleModel', 'SingleModel'] False",
        // Terraform would change what is read otherwise than it was the last time.
        'plan: [] [] []',
        "tags: {'cost': '1', 'team': 'models'} {'old': '1', 'team': 'prices'}",
        'replaced: prices-2 True None []',
        'broken: InService prices-2 True True',
        "mended: ['EndpointConfigName'] prices-4 False True",
        "target: 1 3 {'team': 'prices'} True True True",
        "changed: 2 {'team': 'models'} True",
        "alarm: True [{'Key': 'team', 'Value': 'prices'}]",
        'imported: []',
        'left: [] [] []',
        'destroyed: [None, None, None]',
        "again: ('ValidationException', 400) ('ValidationException', 400) ('ValidationException', 400) ('ObjectNotFoundException', 400)",
      ]);
    } finally {
      await server.stop();
      removeData(server);
    }
  },
);
