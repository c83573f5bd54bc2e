import { own } from '../util/own.ts';

/**
 * Replaces texts among the values of parsed JSON, in place: nothing else may refer to them yet. Gives the value, which may be such a text
 * itself. However deep it is, and in time that grows with the number of its values.
 */
export function replaceTexts(value: unknown, replace: (text: string) => unknown): unknown {
  const root = [value];
  const stack: object[] = [root];
  const replaced = (member: unknown): unknown => {
    if (typeof member === 'string') return replace(member);
    if (typeof member === 'object' && member !== null) stack.push(member);
    return member;
  };
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    // The keys of a list would be a text for each of its values.
    if (Array.isArray(next)) for (let at = 0; at < next.length; at++) next[at] = replaced(next[at]);
    else replaceMembers(next as Record<string, unknown>, replaced);
  }
  return root[0];
}

function replaceMembers(members: Record<string, unknown>, replaced: (member: unknown) => unknown): void {
  for (const key of Object.keys(members)) {
    const member = own(members, key);
    const other = replaced(member);
    if (other !== member) members[key] = other;
  }
}
