import { checkShape } from '../../src/contract/check-shape.ts';
import { catenaryModel } from '../../src/contract/models.ts';

/** An answer of Catenary's own API. Throws if it has not the shape of this operation's output, or members besides. */
export function readCatenaryAnswer(operation: string, body: Buffer): unknown {
  const answer = JSON.parse(body.toString()) as object;
  const shape = catenaryModel.operations[operation]?.output ?? '';
  const known = Object.keys(catenaryModel.shapes[shape]?.members ?? {});
  const unknown = Object.keys(answer).filter((name) => !known.includes(name));
  const failures = checkShape(catenaryModel, shape, answer).map(({ message }) => message);
  if (unknown.length + failures.length > 0) throw new Error(`${operation}: ${[...unknown, ...failures].join('; ')}`);
  return answer;
}
