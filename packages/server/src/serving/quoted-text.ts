/** A quoted cell of CSV, if quotes distinguish a text from a number. */
export class QuotedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
