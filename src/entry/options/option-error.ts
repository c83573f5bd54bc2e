/** An option cannot be what it is: the message says which and what it may be. */
export class OptionError extends Error {}
