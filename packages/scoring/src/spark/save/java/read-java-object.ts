import { getTextEncoding } from '@bufbuild/protobuf/wire';

/** An object of a Java stream: plain data, nothing is run. */
export interface JavaObject {
  readonly className: string;
  /** Of all its classes, the most general one first; a field of a name that is there already counts. */
  readonly fields: ReadonlyMap<string, JavaValue>;
}

export type JavaValue = null | boolean | number | bigint | string | JavaObject | readonly JavaValue[];

interface JavaField {
  readonly name: string;
  /** Letter of a JVM descriptor: `I`, `J`, `L`, `[` ... */
  readonly code: string;
}

interface JavaClass {
  readonly name: string;
  readonly flags: number;
  readonly fields: readonly JavaField[];
  readonly parent: JavaClass | undefined;
}

const Tag = {
  null: 0x70,
  reference: 0x71,
  classDescription: 0x72,
  object: 0x73,
  string: 0x74,
  array: 0x75,
  blockData: 0x77,
  endBlockData: 0x78,
  longBlockData: 0x7a,
  longString: 0x7c,
} as const;

const Flag = { writeMethod: 1, serializable: 2 } as const;

/** Objects within objects, and superclasses: what models hold is a few deep. */
const MAX_DEPTH = 50;

/**
 * The first object of a Java serialization stream. Read are objects, strings, numbers, arrays and references to them, which is what
 * small classes of data hold; proxies, enumerations, classes and externalizable objects are not. Throws `Error` that says what
 * is wrong. Source: Java Object Serialization Specification, section 6.4 (stream protocol version 5).
 */
export function readJavaObject(bytes: Uint8Array): JavaValue {
  return new JavaStream(bytes).read();
}

class JavaStream {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #handles: (JavaValue | JavaClass | undefined)[] = [];
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): JavaValue {
    if (this.#take(4) !== 0 || this.#view.getUint32(0) !== 0xaced0005) throw new Error('it is no Java stream');
    return this.#content();
  }

  /** Moves on by this many bytes; where they begin. */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw new Error(`the Java stream is cut off at byte ${start}`);
    this.#at += count;
    return start;
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  /** Java's modified UTF-8 is UTF-8 for all that models' texts hold. */
  #text(length: number): string {
    const start = this.#take(length);
    return getTextEncoding().decodeUtf8(this.#bytes.subarray(start, start + length));
  }

  #shortText(): string {
    return this.#text(this.#view.getUint16(this.#take(2)));
  }

  #content(): JavaValue {
    if (++this.#depth > MAX_DEPTH) throw new Error('the Java stream is nested too deep');
    const value = this.#contentOf(this.#byte());
    this.#depth--;
    return value;
  }

  #contentOf(tag: number): JavaValue {
    if (tag === Tag.null) return null;
    if (tag === Tag.reference) return this.#reference() as JavaValue;
    if (tag === Tag.string) return this.#keep(this.#shortText());
    if (tag === Tag.longString) {
      const length = this.#view.getBigUint64(this.#take(8));
      return this.#keep(this.#text(length > BigInt(this.#bytes.length) ? this.#bytes.length + 1 : Number(length)));
    }
    if (tag === Tag.object) return this.#object();
    if (tag === Tag.array) return this.#array();
    throw new Error(`the Java stream has a part of kind 0x${tag.toString(16)} at byte ${this.#at - 1}`);
  }

  #keep<Value extends JavaValue | JavaClass>(value: Value): Value {
    this.#handles.push(value);
    return value;
  }

  /** A place among the handles for what is read next, which may refer to it: numbers are given when a thing begins. */
  #reserve(): number {
    return this.#handles.push(undefined) - 1;
  }

  #reference(): JavaValue | JavaClass {
    const handle = this.#view.getUint32(this.#take(4)) - 0x7e0000;
    const found = this.#handles[handle];
    if (found === undefined) throw new Error(`the Java stream refers to a part ${handle} that is not there`);
    return found;
  }

  #classDescription(): JavaClass | undefined {
    const tag = this.#byte();
    if (tag === Tag.null) return undefined;
    if (tag === Tag.reference) {
      const found = this.#reference();
      if (found === null || typeof found !== 'object' || !('flags' in found))
        throw new Error('the Java stream has an object where a class is due');
      return found;
    }
    if (tag !== Tag.classDescription) throw new Error(`the Java stream has a class of kind 0x${tag.toString(16)}`);
    if (++this.#depth > MAX_DEPTH) throw new Error('the Java stream is nested too deep');
    const name = this.#shortText();
    this.#take(8); // the class's version
    const handle = this.#reserve();
    const flags = this.#byte();
    const fields = Array.from({ length: this.#view.getUint16(this.#take(2)) }, () => this.#field());
    this.#skipAnnotation();
    const described = { name, flags, fields, parent: this.#classDescription() };
    this.#handles[handle] = described;
    this.#depth--;
    return described;
  }

  #field(): JavaField {
    const code = String.fromCharCode(this.#byte());
    const name = this.#shortText();
    if (code === 'L' || code === '[') this.#content(); // its class
    return { name, code };
  }

  /** What a class's own `writeObject` added after its fields. */
  #skipAnnotation(): void {
    for (;;) {
      const tag = this.#byte();
      if (tag === Tag.endBlockData) return;
      if (tag === Tag.blockData) this.#take(this.#byte());
      else if (tag === Tag.longBlockData) this.#take(this.#view.getUint32(this.#take(4)));
      else this.#contentOf(tag);
    }
  }

  #object(): JavaObject {
    const described = this.#classDescription();
    if (described === undefined) throw new Error('the Java stream has an object without a class');
    const fields = new Map<string, JavaValue>();
    const object: JavaObject = { className: described.name, fields };
    this.#keep(object);
    const classes: JavaClass[] = [];
    for (let at: JavaClass | undefined = described; at !== undefined; at = at.parent) classes.unshift(at);
    for (const { name, flags, fields: own } of classes) {
      if ((flags & Flag.serializable) === 0) throw new Error(`the Java class ${name} writes itself`);
      for (const field of own) fields.set(field.name, this.#value(field.code));
      if ((flags & Flag.writeMethod) !== 0) this.#skipAnnotation();
    }
    return object;
  }

  #array(): readonly JavaValue[] {
    const described = this.#classDescription();
    const values: JavaValue[] = [];
    this.#keep(values);
    const count = this.#view.getUint32(this.#take(4));
    // Any element has a byte at least, so a count that lies is found out before it asks for memory.
    for (let at = 0; at < count; at++) values.push(this.#value(described?.name[1] ?? ''));
    return values;
  }

  #value(code: string): JavaValue {
    switch (code) {
      case 'B':
        return this.#view.getInt8(this.#take(1));
      case 'Z':
        return this.#byte() !== 0;
      case 'C':
        return this.#view.getUint16(this.#take(2));
      case 'S':
        return this.#view.getInt16(this.#take(2));
      case 'I':
        return this.#view.getInt32(this.#take(4));
      case 'J':
        return this.#view.getBigInt64(this.#take(8));
      case 'F':
        return this.#view.getFloat32(this.#take(4));
      case 'D':
        return this.#view.getFloat64(this.#take(8));
      case 'L':
      case '[':
        return this.#content();
      default:
        throw new Error(`the Java stream has a field of kind "${code}"`);
    }
  }
}
