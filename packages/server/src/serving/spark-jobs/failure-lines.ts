/** The name of an exception at the beginning of a line: `java.io.IOException: No space left`. */
const exceptionLine =
  /^(?:Exception in thread "[^"]{1,100}" )?([A-Za-z_][\w.$]{0,200}(?:Error|Exception|Exit|Interrupt))(?:: |:?$)/;

/** What spark-submit says of a script that ended otherwise than with 0: that is said already. */
const ownException = 'org.apache.spark.SparkUserAppException';

/** A longer message is cut, characters. */
const maxLength = 800;

/**
 * Finds in the lines of one stream of a driver why it failed: the last error of Python and, where there is none, the first exception of Java.
 * Of Python's errors that contain one of Java's, the first line of that belongs to it.
 */
export class FailureLines {
  #traceback: string | undefined;
  #exception: string | undefined;
  #goesOn = false;
  #isInTrace = false;

  write(line: string): void {
    if (line === 'Traceback (most recent call last):') this.#isInTrace = true;
    else if (this.#isInTrace && line !== '' && !/^\s/.test(line)) {
      this.#isInTrace = false;
      this.#traceback = line;
      this.#goesOn = true;
      return;
    } else if (this.#goesOn && line.startsWith(': ')) this.#traceback = `${this.#traceback} ${line.slice(2)}`;
    else if (!this.#isInTrace && exceptionLine.test(line) && !line.includes(ownException)) this.#exception ??= line;
    this.#goesOn = false;
  }

  /** Why a driver with these streams failed; undefined if none of them says. */
  static messageOf(streams: readonly FailureLines[]): string | undefined {
    const found = [...streams.map((stream) => stream.#traceback), ...streams.map((stream) => stream.#exception)];
    return found.find((line) => line !== undefined)?.slice(0, maxLength);
  }
}
