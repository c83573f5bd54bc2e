import { badModel } from './bad-model.ts';

export type Json = Readonly<Record<string, unknown>>;

export function objectAt(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badModel(`needs an object at ${name}`);
  return value as Json;
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badModel(`needs an array at ${name}`);
  return value as unknown[];
}

export function numberAt(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badModel(`needs a number at ${name}`);
  return value;
}

export function numbersOf(values: readonly unknown[], name: string): readonly number[] {
  return values.map((value) => numberAt(value, name));
}
