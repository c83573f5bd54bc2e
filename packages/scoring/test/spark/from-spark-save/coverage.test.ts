import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stages } from '../../../src/spark/from-spark-save/stages.ts';
import { publicClasses, savedVersions } from './saved-case.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/spark-coverage.md'), 'utf8');

describe('docs/spark-coverage.md', () => {
  it('lists every stage that is read and every public class; run scripts/generate-spark-coverage.ts after a change', () => {
    const listed = [...page.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
    const wanted = new Set([...savedVersions.flatMap(publicClasses), ...Object.keys(stages)]);
    expect(listed).toEqual([...wanted].sort());
  });
});
