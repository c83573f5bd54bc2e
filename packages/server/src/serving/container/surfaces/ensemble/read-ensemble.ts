import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { type ModelMethod, modelMethods } from '@catenary/scoring/internal/models';
import { recogniseFile } from '@catenary/scoring/internal/open';
import type { Zod } from '../../../../util/load-zod.ts';
import { readYamlForm } from '../read-yaml-form.ts';

/** How answers of members become one. */
const combinations = ['mean', 'max', 'vote', 'soft', 'rank', 'stack'] as const;

/** What an ensemble is made of. */
export interface EnsembleFile {
  readonly members: readonly EnsembleMember[];
  readonly combine: (typeof combinations)[number];
  /** Labels of the columns that members answer, in their order. */
  readonly classes?: readonly (string | number)[] | undefined;
  /** The model over what members answer, of `stack`. */
  readonly model?: string | undefined;
}

export interface EnsembleMember {
  readonly file: string;
  readonly weight: number;
  readonly method?: ModelMethod | undefined;
}

const maxBytes = 64 * 1024;
const maxMembers = 100;

const ensembleSchema = (z: Zod) => {
  const file = z.string().min(1).max(500);
  const method = z.enum(modelMethods).optional();
  const member = z.union([
    file.transform((name) => ({ file: name, weight: 1, method: undefined })),
    z.strictObject({ file, weight: z.number().positive().default(1), method }),
  ]);
  return z.strictObject({
    members: z.array(member).min(2).max(maxMembers),
    combine: z.enum(combinations),
    classes: z
      .array(z.union([z.string(), z.number()]))
      .min(2)
      .optional(),
    model: file.optional(),
  });
};

/**
 * ensemble.yaml of an archive; without one, the mean of all model files at its top. Rejects with `ScoringError` `bad_model`
 * and the place of what it cannot hold.
 */
export async function readEnsemble(files: ModelFiles): Promise<EnsembleFile> {
  const bytes = files.get('ensemble.yaml');
  if (bytes === undefined) return ofAllFiles(files);
  const file = await readYamlForm(bytes, { schema: ensembleSchema, maxBytes, refuse: ensembleError });
  const { combine, model, classes } = file;
  if ((combine === 'stack') !== (model !== undefined))
    throw ensembleError('model', 'a stack has a model over its members, and nothing else has');
  if (classes !== undefined && combine !== 'soft' && combine !== 'rank')
    throw ensembleError('classes', 'labels are for soft and rank');
  return file;
}

function ofAllFiles(files: ModelFiles): EnsembleFile {
  const members = [...files]
    .filter(([path, bytes]) => !path.includes('/') && recogniseFile(path, bytes)?.kind === 'model-file')
    .map(([file]) => ({ file, weight: 1 }));
  if (members.length >= 2) return { members, combine: 'mean' };
  throw new ScoringError('bad_model', 'The archive has neither ensemble.yaml nor several model files at its top.');
}

/** What is wrong with ensemble.yaml, and where in it. */
export function ensembleError(place: string, what: string): ScoringError {
  return new ScoringError('bad_model', `ensemble.yaml, ${place}: ${what}.`);
}
