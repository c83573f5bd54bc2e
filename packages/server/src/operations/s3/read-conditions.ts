export const readConditions: readonly string[] = [
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
];

export const writeConditions: readonly string[] = ['if-match', 'if-none-match'];

export const copySourceHeaders: readonly string[] = [
  'x-amz-copy-source',
  'x-amz-source-expected-bucket-owner',
  ...readConditions.map((name) => `x-amz-copy-source-${name}`),
];
