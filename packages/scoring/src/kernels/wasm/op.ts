/*
 * The instructions that the kernels use, by their names in the specification (core 2.0, section 5.4). Imported as `Op`: each is a constant of its
 * own, so that a module that needs few of them has few, and as numbers.
 */

/** What begins a structure. */
export const begin = { block: 0x02, loop: 0x03, if: 0x04 } as const;

/** `else`, a word that JavaScript keeps for itself. */
export const otherwise = 0x05;
export const end = 0x0b;
export const br = 0x0c;
export const brIf = 0x0d;
export const select = 0x1b;
export const localGet = 0x20;
export const localSet = 0x21;
export const localTee = 0x22;
export const i32Load = 0x28;
export const i64Load = 0x29;
export const f32Load = 0x2a;
export const f64Load = 0x2b;
export const i32Load8U = 0x2d;
export const i32Store = 0x36;
export const i64Store = 0x37;
export const f32Store = 0x38;
export const f64Store = 0x39;
export const i32Store8 = 0x3a;
export const i32Store16 = 0x3b;
export const i32Const = 0x41;
export const i64Const = 0x42;
export const f64Const = 0x44;
export const i32Eqz = 0x45;
export const i32Eq = 0x46;
export const i32Ne = 0x47;
export const i32LtU = 0x49;
export const i32GtU = 0x4b;
export const i32GeU = 0x4f;
export const i64Eq = 0x51;
export const f32Eq = 0x5b;
export const f32Ne = 0x5c;
export const f32Le = 0x5f;
export const f32Ge = 0x60;
export const f64Eq = 0x61;
export const f64Ne = 0x62;
export const f64Gt = 0x64;
export const i32Add = 0x6a;
export const i32Sub = 0x6b;
export const i32Mul = 0x6c;
export const i32And = 0x71;
export const i32Or = 0x72;
export const i32Xor = 0x73;
export const i32Shl = 0x74;
export const i32ShrU = 0x76;
export const i64Add = 0x7c;
export const i64Mul = 0x7e;
export const i64And = 0x83;
export const i64Xor = 0x85;
export const i64ShrU = 0x88;
export const f32Floor = 0x8e;
export const f32Add = 0x92;
export const f64Neg = 0x9a;
export const f64Add = 0xa0;
export const f64Div = 0xa3;
export const i32WrapI64 = 0xa7;
export const i64ExtendI32U = 0xad;
export const f64ConvertI64U = 0xba;
