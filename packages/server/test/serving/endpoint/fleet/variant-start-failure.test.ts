import { expect, it } from 'vitest';
import { maxReasonLength } from '../../../../src/contract/max-reason-length.ts';
import { StartFailure } from '../../../../src/serving/container/launch-stages.ts';
import {
  describeStartFailure,
  VariantStartFailure,
} from '../../../../src/serving/endpoint/fleet/variant-start-failure.ts';

it('of several containers that do not start each keeps its cause, which comes last', () => {
  const failures = ['a', 'b', 'c'].map((hostname) => ({
    hostname,
    reason: `pip cannot install ${'many packages, '.repeat(50)}: cause ${hostname}`,
  }));
  const reason = describeStartFailure(new VariantStartFailure('v', new StartFailure(failures)), []);
  expect(reason.length).toBeLessThanOrEqual(maxReasonLength);
  for (const { hostname } of failures) {
    expect(reason).toContain(`The ${hostname} for production variant v did not pass the ping health check.`);
    expect(reason).toContain(`: cause ${hostname}`);
  }
});
