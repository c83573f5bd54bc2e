import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/contract/service-error.ts';
import { targetPath, targetUri } from '../../../../src/serving/container/multi-model/target-path.ts';

describe('targetPath', () => {
  it.each([
    ['model.tar.gz', 'model.tar.gz'],
    ['de/2026/prices v2+(final).tar.gz', 'de/2026/prices v2+(final).tar.gz'],
    ['/de/prices.tar.gz', 'de/prices.tar.gz'],
    ['..prices..tar.gz', '..prices..tar.gz'],
    ['100%.tar.gz', '100%.tar.gz'],
    ['.../prices', '.../prices'],
    ['__proto__', '__proto__'],
  ])('takes %s', (name, path) => {
    expect(targetPath(name)).toBe(path);
  });

  it.each([
    ['..', 'segment'],
    ['../a', 'segment'],
    ['a/../../b', 'segment'],
    ['a/..', 'segment'],
    ['./a', 'segment'],
    ['/../a', 'segment'],
    ['.. ', 'segment'],
    ['', 'empty segment'],
    ['/', 'empty segment'],
    ['//etc/passwd', 'empty segment'],
    ['a//b', 'empty segment'],
    ['a/', 'empty segment'],
    ['s3://bucket/a', 'empty segment'],
    ['..\\a', 'backslash'],
    ['a\\b', 'backslash'],
    ['%2e%2e/a', 'percent-encoded'],
    ['..%2Fa', 'percent-encoded'],
    ['%252e%252e/a', 'percent-encoded'],
    ['a%00', 'percent-encoded'],
    ['a\0b', 'control character'],
    ['a\r\nb', 'control character'],
    ['a\u0085b', 'control character'],
  ])('refuses %j: %s', (name, reason) => {
    expect(() => targetPath(name)).toThrow(ServiceError);
    expect(() => targetPath(name)).toThrow(reason);
  });

  it('never gives a path that a URL, or a file system, would read as a place above or beside the prefix', () => {
    const pieces = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%', 'a', 'b.tar.gz', '\0', ' ', 's3:', '~');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        let path: string;
        try {
          path = targetPath(parts.join(''));
        } catch (error) {
          return error instanceof ServiceError && error.code === 'ValidationError';
        }
        // Node's URL parser resolves ".." in all its spellings, and backslashes.
        const { pathname } = new URL(`file:///prefix/${path}`);
        return pathname.startsWith('/prefix/') && pathname.split('/').length === path.split('/').length + 2;
      }),
      { numRuns: 2000 },
    );
  });
});

describe('targetUri', () => {
  it('joins prefix and path', () => {
    expect(targetUri('s3://bucket/a/', 'b/c.tar.gz')).toBe('s3://bucket/a/b/c.tar.gz');
    expect(targetUri('s3://bucket/', 'c')).toBe('s3://bucket/c');
  });

  it('refuses keys of more than 1,024 bytes', () => {
    // "a/" is 2 bytes of the key; the bucket's name is none.
    expect(targetUri('s3://bucket/a/', 'x'.repeat(1022))).toHaveLength('s3://bucket/'.length + 1024);
    expect(() => targetUri('s3://bucket/a/', 'x'.repeat(1023))).toThrow('1024 bytes');
    expect(() => targetUri('s3://bucket/a/', 'é'.repeat(512))).toThrow('1024 bytes');
  });
});
