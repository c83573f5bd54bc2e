import { expect, it } from 'vitest';
import { usableUrl } from '../../src/entry/usable-url.ts';

it.each([
  ['http://0.0.0.0:4747', 'http://127.0.0.1:4747'],
  ['https://[::]:4747', 'https://[::1]:4747'],
  ['https://models.example:443', 'https://models.example:443'],
  ['http://127.0.0.1:80', 'http://127.0.0.1:80'],
])('of %s, a client of the machine uses %s', (url, usable) => {
  expect(usableUrl(url)).toBe(usable);
});
