import { isAtLeast, type LibraryVersion } from '@catenary/scoring/internal/boosters';

/** What the tag of an AWS XGBoost image means for its behaviour. */
export interface ImageVersion {
  /** Library inside; undefined where the tag does not say: then files decide. */
  readonly library: LibraryVersion | undefined;
  /** Until 1.2-1 the image answered CSV on one line, whatever the Accept, and loaded one file only. */
  readonly isBefore122: boolean;
  /** From 1.0-1 on `SAGEMAKER_INFERENCE_OUTPUT` selects what is answered. */
  readonly hasSelectableOutput: boolean;
  /** From 3.2-0 on libsvm whose smallest index is 1 or more is read as counted from 1. */
  readonly shiftsFromOne: boolean;
}

/**
 * Reads tags such as `1.7-1`, `0.90-2-cpu-py3` or `3.2-0`; `1` and `latest` are the closed image of XGBoost 0.72, which
 * is taken to behave like 0.90. Any other tag is a copy under a name of its own and behaves like the newest image.
 */
export function readImageVersion(tag: string): ImageVersion {
  if (tag === '1' || tag === 'latest')
    return { library: [0, 72], isBefore122: true, hasSelectableOutput: false, shiftsFromOne: false };
  const match = /^(\d+)\.(\d+)-(\d+)/.exec(tag);
  if (match === null) return { library: undefined, isBefore122: false, hasSelectableOutput: true, shiftsFromOne: true };
  const library: LibraryVersion = [Number(match[1]), Number(match[2])];
  const is122OrLater = isAtLeast(library, 1, 3) || (isAtLeast(library, 1, 2) && Number(match[3]) >= 2);
  return {
    library,
    isBefore122: !is122OrLater,
    hasSelectableOutput: isAtLeast(library, 1, 0),
    shiftsFromOne: isAtLeast(library, 3, 2),
  };
}
