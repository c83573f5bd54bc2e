import { type Frame, type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { type FileModel, type ModelMethod, noMethod } from '@catenary/scoring/internal/models';
import { openServedModel } from '../sklearn/open-served-model.ts';
import { combineAnswers, type MemberAnswers, sideBySide } from './combine-answers.ts';
import { type EnsembleFile, type EnsembleMember, ensembleError, readEnsemble } from './read-ensemble.ts';

/** A member, loaded, and what it is asked for. */
export interface LoadedMember extends EnsembleMember {
  readonly model: FileModel<Frame>;
  readonly method: ModelMethod;
}

/** Models of any library that is read natively, whose answers become one. All are asked over the same rows. */
export class Ensemble {
  readonly combine: EnsembleFile['combine'];
  readonly members: readonly LoadedMember[];
  /** Over what members answer. */
  readonly final: FileModel<Frame> | undefined;
  readonly #classes: EnsembleFile['classes'];

  private constructor(file: EnsembleFile, members: readonly LoadedMember[], final: FileModel<Frame> | undefined) {
    this.combine = file.combine;
    this.members = members;
    this.final = final;
    this.#classes = file.classes;
  }

  /** Rejects with `ScoringError` for members that are not there, are none, or do not take the same rows. */
  static async open(files: ModelFiles): Promise<Ensemble> {
    const file = await readEnsemble(files);
    const members = file.members.map((member, index) => loadMember(member, `members.${index}`, { file, files }));
    const widths = members.flatMap(({ model }) => model.featureCount ?? []);
    const other = widths.find((width) => width !== widths[0]);
    if (other !== undefined)
      throw ensembleError(
        'members',
        `they were trained on ${widths[0]} and on ${other} columns: all take the same rows`,
      );
    const final = file.model === undefined ? undefined : openFile(files, file.model, 'model');
    return new Ensemble(file, members, final);
  }

  /** How rows are read for it: as the member that asks the most of them wants them. */
  get input(): FileModel<Frame> {
    const models = this.members.map(({ model }) => model);
    const [first] = models;
    const asking =
      models.find(({ readsCells }) => readsCells === true) ?? models.find(({ columnNames }) => columnNames);
    return (asking ?? first) as FileModel<Frame>;
  }

  /** Throws `ScoringError` for rows that a member cannot take, and for answers that are not alike. */
  call(rows: Frame): Frame {
    const frames = this.members.map(({ model, method, file }) => askMember(model, method, { rows, file }));
    const weights = this.members.map(({ weight }) => weight);
    const answers: MemberAnswers = { frames, weights, rowCount: rows.rowCount, classes: this.#classes };
    if (this.combine !== 'stack') return combineAnswers[this.combine](answers);
    return (this.final as FileModel<Frame>).call('predict', sideBySide(answers));
  }
}

function askMember(model: FileModel<Frame>, method: ModelMethod, { rows, file }: { rows: Frame; file: string }): Frame {
  try {
    return model.call(method, rows);
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    throw new ScoringError(error.code, `${file}: ${error.message}`, error.place);
  }
}

function loadMember(
  member: EnsembleMember,
  place: string,
  { file, files }: { readonly file: EnsembleFile; readonly files: ModelFiles },
): LoadedMember {
  const model = openFile(files, member.file, place);
  const usual = file.combine === 'soft' || file.combine === 'rank' ? 'predict_proba' : 'predict';
  const method = member.method ?? usual;
  if (!model.methods.includes(method)) throw noMethod(`${place} (${model.library})`, method, model.methods);
  return { ...member, model, method };
}

function openFile(files: ModelFiles, name: string, place: string): FileModel<Frame> {
  const bytes = files.get(name);
  if (bytes === undefined) throw ensembleError(place, `the archive has no file ${name}`);
  return openServedModel(name, bytes);
}
