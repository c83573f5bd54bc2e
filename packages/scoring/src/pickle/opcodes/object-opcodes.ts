import { ScoringError } from '../../scoring-error.ts';
import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { malformed } from '../malformed.ts';
import type { OpcodeTable, PickleMachine } from '../pickle-machine.ts';
import { PickleGlobal, PickleObject } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';

/** Opcodes that name globals, describe calls of them, and give objects their state. */
export const objectOpcodes: OpcodeTable = {
  0x63: global, // GLOBAL
  0x93: stackGlobal, // STACK_GLOBAL
  0x52: (machine) => reduce(machine, machine.pop(), machine.pop()), // REDUCE
  0x81: (machine) => reduce(machine, machine.pop(), machine.pop()), // NEWOBJ
  0x92: newObjectWithKeywords, // NEWOBJ_EX
  0x69: instance, // INST
  0x6f: object, // OBJ
  0x62: build, // BUILD
};

function global(machine: PickleMachine): void {
  const module = nameLine(machine);
  machine.push(machine.find(module, nameLine(machine)));
}

function nameLine(machine: PickleMachine): string {
  const text = machine.cursor.line();
  return decodeUtf8(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/** The name may come from anywhere on the stack; what counts is that both are texts and the table knows them. */
function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string')
    throw malformed('a global is named by something else than texts');
  machine.push(machine.find(module, name));
}

function reduce(machine: PickleMachine, argumentsOfCall: unknown, callable: unknown): void {
  if (!(argumentsOfCall instanceof PickleTuple)) throw malformed('a call has no tuple of arguments');
  call(machine, callable, argumentsOfCall.items);
}

function newObjectWithKeywords(machine: PickleMachine): void {
  const keywords = machine.pop();
  if (!(keywords instanceof Map)) throw malformed('keyword arguments are no dict');
  if (keywords.size > 0) {
    throw new ScoringError(
      'unsupported_model',
      'The pickle makes an object with keyword arguments, which is not read natively.',
    );
  }
  reduce(machine, machine.pop(), machine.pop());
}

function instance(machine: PickleMachine): void {
  const module = nameLine(machine);
  const type = machine.find(module, nameLine(machine));
  call(machine, type, machine.popToMark());
}

function object(machine: PickleMachine): void {
  const [type, ...rest] = machine.popToMark();
  call(machine, type, rest);
}

function call(machine: PickleMachine, callable: unknown, argumentsOfCall: readonly unknown[]): void {
  if (!(callable instanceof PickleGlobal)) throw malformed('a call of something that is no global');
  const { construct } = callable.rule;
  if (construct === undefined) {
    throw new ScoringError('unsupported_model', `The pickle calls ${callable.path}, which may only be named.`);
  }
  machine.push(construct(argumentsOfCall, callable, machine));
}

function build(machine: PickleMachine): void {
  const state = machine.pop();
  const target = machine.pop();
  if (!(target instanceof PickleObject)) throw malformed('a state is given to something that is no object');
  const rule = target.global.rule;
  if (rule.build !== undefined) {
    machine.push(rule.build(target, state, machine));
    return;
  }
  target.state = state;
  machine.push(target);
}
