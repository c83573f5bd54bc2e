import { expect, it, onTestFinished } from 'vitest';
import { logsOperations } from '../../src/operations/logs/operations.ts';
import type { Operation, OperationCall } from '../../src/operations/operation.ts';
import type { OperationContext } from '../../src/operations/operation-context.ts';
import { LogWriter } from '../../src/platform/logs/log-writer.ts';
import { openTestStore } from '../support/open-test-store.ts';

it('logs are read with all that was written before they were asked for', async () => {
  const log = { warn: () => undefined };
  const { store } = await openTestStore(log);
  const logs = new LogWriter({ store, instance: 'i-1', log, now: () => 1_795_000_000_000 });
  onTestFinished(() => logs.close());
  const realm = { region: 'us-east-1', account: '123456789012' };
  const context = { store, realm, logs } as unknown as OperationContext;
  const group = '/aws/sagemaker/Endpoints/e';
  logs.write({ group: `us-east-1/${group}`, stream: 's' }, 'just now');
  const { run } = logsOperations.operations['GetLogEvents'] as Operation<object>;
  const call = { requestId: 'r', signal: new AbortController().signal, begin: () => undefined };
  const found = await run({ logGroupName: group, logStreamName: 's' }, context, call as unknown as OperationCall);
  expect(found).toMatchObject({ events: [{ message: 'just now' }] });
});
