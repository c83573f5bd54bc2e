import { describe, expect, it } from 'vitest';
import type { SparkmlEngine } from '../../../../../src/serving/container/surfaces/sparkml/sparkml-engine.ts';
import { SparkmlPrograms } from '../../../../../src/serving/container/surfaces/sparkml/sparkml-programs.ts';

const engine = {
  compile: () => ({ inputSchema: { fields: [] }, outputSchema: { fields: [] } }),
} as unknown as SparkmlEngine;

const schemaOf = (columns: number) => ({
  input: Array.from({ length: columns }, (_, at) => ({ name: `c${at}`, type: 'double' })),
  output: { name: 'features', type: 'double' },
});

describe('SparkmlPrograms', () => {
  it('keeps the program of a schema that a request brings', () => {
    const programs = new SparkmlPrograms(engine, undefined);
    expect(programs.forSchema(schemaOf(100))).toBe(programs.forSchema(schemaOf(100)));
  });

  it('does not keep one of a schema of more than 64 KiB', () => {
    const programs = new SparkmlPrograms(engine, undefined);
    // 30 characters a column.
    expect(programs.forSchema(schemaOf(3000))).not.toBe(programs.forSchema(schemaOf(3000)));
  });
});
