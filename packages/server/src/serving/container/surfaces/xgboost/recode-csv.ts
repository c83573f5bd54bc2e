import type { XgboostModel } from '@catenary/scoring/internal/boosters';
import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { frameRecoder } from '@catenary/scoring/internal/model-inputs';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { csvOfFile } from '../csv-of-file.ts';
import { parseFailure } from './refusal.ts';

/** Reads CSV whose columns have names, or refuses it. */
export type RecodeCsv = (request: ContainerRequest) => Frame | ContainerAnswer;

/** For a model whose file stores categories: with names, cells of those columns are the categories, as to the library; without, codes. */
export function csvRecoder(model: XgboostModel): RecodeCsv {
  const recode = frameRecoder(model);
  const rules = { takesTexts: false, readsCells: true, columnNames: model.booster.featureNames };
  return ({ body, file }) => {
    try {
      return recode(csvOfFile(body.toString('utf8'), rules, file));
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      return parseFailure('csv', error.message, error.place);
    }
  };
}
