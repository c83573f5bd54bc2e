import { describe, expect, it } from 'vitest';
import { keptHeaders } from '../../../../src/platform/storage/kept-headers.ts';
import { readObject } from '../../../../src/platform/storage/s3/read-object.ts';
import { writeAttributes } from '../../../../src/platform/storage/s3/write-attributes.ts';

const values: Readonly<Record<string, string>> = {
  expires: 'Thu, 01 Dec 2033 16:00:00 GMT',
  'x-amz-server-side-encryption-bucket-key-enabled': 'true',
};

describe('writeAttributes()', () => {
  it('passes every kept header on, as readObject() reads it back', () => {
    const headers = Object.fromEntries(keptHeaders.map((name) => [name, values[name] ?? 'value']));
    const { Expires, ...members } = writeAttributes({ contentType: 'text/csv', headers, userMetadata: { a: '1' } });
    // Since 1970: 63 years of 365 days, 16 leap days from 1972 to 2032, 334 days from January to November, 16 hours.
    expect(Expires?.getTime()).toBe(((63 * 365 + 16 + 334) * 24 + 16) * 3_600_000);
    const output = { ...members, ExpiresString: Expires?.toUTCString(), $metadata: {} };
    expect(readObject('key', output as never)).toMatchObject({
      contentType: 'text/csv',
      headers,
      userMetadata: { a: '1' },
    });
  });

  it.each(['0', 'never', '2033-12-01'])('refuses an expiry that is no date of HTTP: %s', (expires) => {
    expect(() => writeAttributes({ headers: { expires } })).toThrow(/^The header Expires must be a date such as /);
  });
});
