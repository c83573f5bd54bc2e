/** A filter or a join cannot read a record, or selects what it does not have. */
export class JsonPathError extends Error {}
