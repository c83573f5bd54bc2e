import {
  type BoosterFile,
  isAtLeast,
  type LibraryVersion,
  openBoosterFile,
  XgboostModel,
} from '@catenary/scoring/internal/boosters';
import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { defined, present } from '@catenary/scoring/internal/values';
import type { ImageVersion } from './image-version.ts';

/** One model file of the artifact. */
export interface Member {
  readonly model: XgboostModel;
  /** The container checks the width of requests against pickled models only. */
  readonly isPickle: boolean;
  /** Which boosting rounds take part, the same for every request. */
  readonly options: { readonly rounds?: number };
}

/**
 * The models of an artifact: every file at its top level whose name does not begin with a dot. Several files are an
 * ensemble, unless the image is older than 1.2-2 or `SAGEMAKER_INFERENCE_ENSEMBLE` is anything but `true`.
 * Rejects with `ScoringError` that names the file.
 */
export async function loadMembers(
  files: ModelFiles,
  image: ImageVersion,
  ensemble = 'true',
): Promise<readonly [Member, ...Member[]]> {
  const names = [...files.keys()].filter((name) => !name.includes('/') && !name.startsWith('.')).sort();
  if (names.length === 0) {
    throw new ScoringError(
      'bad_model',
      'The archive has no model file at its top level; XGBoost containers expect xgboost-model there.',
    );
  }
  const isEnsemble = !image.isBefore122 && ensemble === 'true';
  const load = (name: string) => loadMember(name, defined(files.get(name)), image);
  const first = await load(defined(names[0]));
  const others = isEnsemble ? names.slice(1) : [];
  return [first, ...(await Promise.all(others.map(load)))];
}

async function loadMember(name: string, bytes: Uint8Array, image: ImageVersion): Promise<Member> {
  try {
    const file = await openBoosterFile(bytes);
    const model = new XgboostModel(withoutStatistics(file.booster), servingVersion(file, image.library));
    return { model, isPickle: file.isPickle, options: present({ rounds: roundLimit(file, image.library) }) };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    throw new ScoringError(error.code, `Model ${name} cannot be loaded:\n${error.message}`, error.place);
  }
}

/** What a file says of its nodes for reports and contributions, which the container does not answer: a quarter of what is loaded. */
function withoutStatistics(booster: BoosterFile['booster']): BoosterFile['booster'] {
  if (booster.model.kind === 'gblinear') return booster;
  const { gains: _gains, covers: _covers, ...model } = booster.model;
  return { ...booster, model };
}

/** The library of the image does the arithmetic, unless it could not have read the file: then the one that wrote it. */
function servingVersion({ booster }: BoosterFile, library: LibraryVersion | undefined): LibraryVersion {
  const { version } = booster;
  if (library === undefined || !isAtLeast(library, version[0], version[1])) return version;
  const isLegacyGone = isAtLeast(library, 3, 1) && booster.format === 'legacy binary';
  return isLegacyGone ? version : library;
}

/**
 * How many rounds the container asks for: it passes the Python attribute `best_ntree_limit`. A pickle carries it; loading
 * a plain file restores it from 1.4 on; 3.x no longer has it.
 * Source: `serve_utils.predict` of the container, `Booster.load_model` of XGBoost 1.3 to 3.2.
 */
function roundLimit(
  { booster, bestTreeLimit, isPickle }: BoosterFile,
  library: LibraryVersion | undefined,
): number | undefined {
  if (booster.model.kind === 'gblinear' || library === undefined || isAtLeast(library, 3, 0)) return undefined;
  const stored = isAtLeast(library, 1, 4) ? Number(booster.attributes.get('best_ntree_limit')) : Number.NaN;
  const limit = isPickle ? bestTreeLimit : stored;
  if (limit === undefined || !(Number.isInteger(limit) && limit > 0)) return undefined;
  return Math.ceil(limit / booster.model.parallelTrees);
}
