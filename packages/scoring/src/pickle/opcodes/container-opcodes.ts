import { malformed } from '../malformed.ts';
import type { OpcodeTable, PickleMachine } from '../pickle-machine.ts';
import { PickleObject } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';

/** Opcodes that make and fill tuples, lists, dicts and sets. */
export const containerOpcodes: OpcodeTable = {
  0x29: (machine) => machine.push(new PickleTuple([])), // EMPTY_TUPLE
  0x74: (machine) => machine.push(new PickleTuple(machine.popToMark())), // TUPLE
  0x85: (machine) => pushTuple(machine, 1), // TUPLE1
  0x86: (machine) => pushTuple(machine, 2), // TUPLE2
  0x87: (machine) => pushTuple(machine, 3), // TUPLE3
  0x5d: (machine) => machine.push([]), // EMPTY_LIST
  0x6c: (machine) => machine.push(machine.popToMark()), // LIST
  0x61: (machine) => append(machine, [machine.pop()]), // APPEND
  0x65: (machine) => append(machine, machine.popToMark()), // APPENDS
  0x7d: (machine) => machine.push(new Map()), // EMPTY_DICT
  0x64: dict, // DICT
  0x73: setItem, // SETITEM
  0x75: (machine) => setItems(machine, machine.popToMark()), // SETITEMS
  0x8f: (machine) => machine.push(new Set()), // EMPTY_SET
  0x90: (machine) => append(machine, machine.popToMark()), // ADDITEMS
  0x91: (machine) => machine.push(new Set(machine.popToMark())), // FROZENSET
};

function pushTuple(machine: PickleMachine, size: number): void {
  const items: unknown[] = [];
  for (let count = 0; count < size; count++) items.unshift(machine.pop());
  machine.push(new PickleTuple(items));
}

function append(machine: PickleMachine, items: unknown[]): void {
  const target = machine.top();
  if (Array.isArray(target)) for (const item of items) target.push(item);
  else if (target instanceof Set) for (const item of items) target.add(item);
  else if (target instanceof PickleObject) for (const item of items) (target.items ??= []).push(item);
  else throw malformed('items are added to something that is no list');
}

function dict(machine: PickleMachine): void {
  const items = machine.popToMark();
  machine.push(new Map());
  setItems(machine, items);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  const key = machine.pop();
  setItems(machine, [key, value]);
}

function setItems(machine: PickleMachine, items: unknown[]): void {
  const target = machine.top();
  const entries = target instanceof PickleObject ? (target.entries ??= new Map<unknown, unknown>()) : target;
  if (!(entries instanceof Map)) throw malformed('entries are set in something that is no dict');
  if (items.length % 2 !== 0) throw malformed('a dict has a key without a value');
  for (let at = 0; at < items.length; at += 2) entries.set(items[at], items[at + 1]);
}
