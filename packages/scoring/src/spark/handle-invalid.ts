import type { Attributes } from './attributes/attributes.ts';
import type { SavedStage } from './save/saved-stage.ts';

/** What becomes of a value that an operator does not know: the row is refused or dropped, or it is kept as a value of its own. */
export type HandleInvalid = 'error' | 'skip' | 'keep';

const all: readonly HandleInvalid[] = ['error', 'skip', 'keep'];

/** The attribute `handle_invalid` of a bundle; throws `bad_model` with MLeap's words for a mode that is unknown or not in `allowed`. */
export function attributeHandleInvalid(attributes: Attributes, allowed = all): HandleInvalid {
  const given = attributes.string('handle_invalid', 'error') || 'error';
  const mode = allowed.find((one) => one === given);
  if (mode !== undefined) return mode;
  throw attributes.bad(`Invalid handler: ${given}`);
}

/** The parameter `handleInvalid` of a saved stage; throws `bad_model` for a mode that is unknown or not in `allowed`. */
export function stageHandleInvalid(stage: SavedStage, allowed = all): HandleInvalid {
  const given = stage.params.string('handleInvalid', 'error') || 'error';
  const mode = allowed.find((one) => one === given);
  if (mode !== undefined) return mode;
  throw stage.bad(`Invalid handler: ${given}`);
}
