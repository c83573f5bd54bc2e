/** A cell of CSV that stood in quotes, where these tell a text from a number. */
export class QuotedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
