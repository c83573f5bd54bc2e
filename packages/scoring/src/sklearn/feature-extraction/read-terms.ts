import type { Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { StepBudget } from '../../text/java-regex/step-budget.ts';
import type { Fitted } from '../fitted.ts';
import { readAnalyzer } from './analyzer.ts';
import { textsOf } from './texts-of.ts';

/** What calls back with each term of each row of a table. An error of a text names its row. */
export function readTerms(fitted: Fitted): (table: Table, take: (row: number, term: string) => void) => void {
  const budget = new StepBudget();
  const analyze = readAnalyzer(fitted, budget);
  return (table, take) => {
    budget.renew();
    for (const [row, text] of textsOf(table).entries()) {
      for (const term of termsOf(row, text)) take(row, term);
    }
  };

  function termsOf(row: number, text: string): string[] {
    try {
      return analyze(text);
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      throw new ScoringError(error.code, `Row ${row + 1}, column 0: ${error.message}.`, {
        row,
        column: 0,
        value: error.place.value,
      });
    }
  }
}
