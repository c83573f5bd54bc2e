import { expect, it } from 'vitest';
import type { Account } from '../../../src/entry/accounts/account.ts';
import { Accounts } from '../../../src/entry/accounts/accounts.ts';
import { checkReadiness } from '../../../src/operations/catenary/check-readiness.ts';
import type { OperationContext } from '../../../src/operations/operation-context.ts';

/** A server whose accounts have so many endpoints that are being loaded, by the account's first digit. */
function serverWith(loading: Readonly<Record<string, number>>) {
  const counts = new Map(Object.entries(loading));
  const account = (number: string) =>
    ({
      number,
      endpoints: {
        get loadingCount() {
          return counts.get(number.charAt(0)) ?? 0;
        },
        whenLoaded: () => Promise.resolve(),
      },
    }) as Account;
  const accounts = new Accounts({
    own: account('000000000000'),
    openOther: async (number) => account(number),
    closeShared: () => Promise.resolve(),
  });
  const readiness = () => checkReadiness({}, { server: accounts } as unknown as OperationContext);
  return { accounts, counts, readiness };
}

it('a server is not ready while endpoints of any account that it was started with are being loaded', async () => {
  const { accounts, counts, readiness } = serverWith({ '0': 1, '1': 2, '2': 1 });
  expect(readiness).toThrow('One endpoint of an earlier run is still being loaded.');
  await accounts.open(['111111111111', '222222222222']);
  expect(readiness).toThrow('4 endpoints of an earlier run are still being loaded.');
  counts.set('0', 0);
  expect(readiness).toThrow('3 endpoints of an earlier run are still being loaded.');
  counts.set('1', 0);
  expect(readiness).toThrow('One endpoint of an earlier run is still being loaded.');
  counts.set('2', 0);
  expect(readiness()).toEqual({ status: 'ok' });
});

it('an account that comes later takes no server that is ready out of service', async () => {
  const { accounts, readiness } = serverWith({ '3': 1 });
  await accounts.open([]);
  await accounts.open(['333333333333']);
  expect([readiness(), accounts.loadingCount]).toEqual([{ status: 'ok' }, 0]);
});
