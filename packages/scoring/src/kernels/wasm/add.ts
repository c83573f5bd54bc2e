import type { Code } from './code.ts';
import * as Op from './op.ts';

export const add = (left: Code, right: Code): Code => [left, right, Op.i32Add];

export const subtract = (left: Code, right: Code): Code => [left, right, Op.i32Sub];
