import { describe, expect, it } from 'vitest';
import {
  containerBaseEnvironment,
  pipEnvironment,
} from '../../../../src/serving/container/process/base-environment.ts';

const own = {
  PATH: '/bin',
  HOME: '/root',
  AWS_SECRET_ACCESS_KEY: 's',
  CATENARY_TOKEN: 't',
  PIP_INDEX_URL: 'u',
  https_proxy: 'p',
};

describe('inherited environment', () => {
  it('of a container has what finds programs, and none of the secrets', () => {
    expect(containerBaseEnvironment(own)).toEqual({ PATH: '/bin', HOME: '/root', LANG: 'C.UTF-8' });
  });

  it('of pip has its settings and the proxies besides', () => {
    expect(pipEnvironment(own)).toEqual({
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C.UTF-8',
      PIP_INDEX_URL: 'u',
      https_proxy: 'p',
    });
  });
});
