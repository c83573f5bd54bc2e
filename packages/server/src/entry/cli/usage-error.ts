import { CommandError } from './command.ts';

/** A flag has a value that it cannot have: the command ends with the status of wrong usage. */
export class UsageError extends CommandError {}
