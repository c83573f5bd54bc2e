import { describe, expect, it } from 'vitest';
import { csvAdvice, jsonAdvice, numberAdvice } from '../../src/text/advice.ts';

describe('advice about a cell that is not a number', () => {
  it.each([
    ['1,5', 'decimal comma'],
    ['-1.234,50', 'decimal comma'],
    ['1,234,567', 'separators of thousands'],
    ['5;2', 'semicolons'],
    ['5; -2', 'semicolons'],
    ['5\t2', 'tabs'],
    ['2\r3', 'carriage return'],
    ['\uFEFF1.5', 'byte order mark'],
  ])('%j', (cell, advice) => {
    expect(numberAdvice(cell)).toContain(advice);
  });

  it.each(['', 'x', 'a,b', 'a;b', '1.5.2', '2024-01-01', ',', '1 5'])('is not given for %j', (cell) => {
    expect(numberAdvice(cell)).toBe('');
  });
});

describe('advice about the first lines of CSV', () => {
  it.each([
    ['1,5;2,3\n', 'decimal commas'],
    ['"1,5";"2,3"\n', 'decimal commas'],
    ['a;b\n1,5;2,3\n', 'decimal commas'],
    ['a;b\n3;2,5\n', 'decimal commas'],
    ['a;b\n1;2\n', 'separated by semicolons'],
    ['a\tb\n1\t2\n', 'separated by tabs'],
  ])('%j', (text, advice) => {
    expect(csvAdvice(text)).toContain(advice);
  });

  it.each(['', '1,2\n3,4\n', 'a,b\n1;2,3\n', 'x\n'])('is not given for %j', (text) => {
    expect(csvAdvice(text)).toBe('');
  });
});

it('names a byte order mark before JSON', () => {
  expect(jsonAdvice('\uFEFF{}')).toContain('byte order mark (EF BB BF)');
  expect(jsonAdvice('{}')).toBe('');
});

it('names carriage returns between documents of JSON', () => {
  expect(jsonAdvice('{"a":1}\r{"a":2}\r')).toContain('It holds a carriage return');
  expect(jsonAdvice('{"a":1\r}')).toBe('');
});
