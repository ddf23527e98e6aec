/**
 * As much of WebAssembly's binary format as the picture kernel needs, so that its source is TypeScript and nothing has to be
 * compiled beforehand. Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html
 */

/** Instructions in binary form. What they leave on the stack is said where they are made. */
export type Code = readonly number[];

type ValueType = 'i32' | 'v128';
const TYPE_CODES: Record<ValueType, number> = { i32: 0x7f, v128: 0x7b };

/** Unsigned and signed LEB128, the format's variable-length integers. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value > 0x7f ? [low | 0x80, ...unsigned(value >>> 7)] : [low];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

/** A parameter or a variable of a function. */
export interface Local {
  /** Leaves its value on the stack. */
  get: Code;
  set(value: Code): Code;
}

function local(index: number): Local {
  return { get: [0x20, ...unsigned(index)], set: (value) => [...value, 0x21, ...unsigned(index)] };
}

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
/** Alignment is only a hint, and 0 promises nothing. */
const memory = (offset: number) => [0, ...unsigned(offset)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: binary(0x6a),
  lessUnsigned: binary(0x49),
  load: (address: Code, offset = 0): Code => [...address, 0x28, ...memory(offset)],
};

/** Operations on 16 bytes at once, named as in the specification. */
export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), ...memory(offset)],
  /** Eight bytes, each widened to 16 bits. */
  load8x8u: (address: Code, offset = 0): Code => [...address, ...simd(0x02), ...memory(offset)],
  load32Splat: (address: Code, offset = 0): Code => [...address, ...simd(0x09), ...memory(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...simd(0x0b), ...memory(offset)],
  i32x4Splat: (value: Code): Code => [...value, ...simd(0x11)],
  /** @param lanes 0–15 name the bytes of `a`, 16–31 those of `b` */
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [...a, ...b, ...simd(0x0d), ...lanes],
  swizzle: binary(...simd(0x0e)),
  i32x4Add: binary(...simd(0xae)),
  i32x4ShiftRight: binary(...simd(0xac)),
  /** Products of 16-bit lanes, neighbours added. */
  i32x4Dot: binary(...simd(0xba)),
  narrowToI16: binary(...simd(0x85)),
  narrowToU8: binary(...simd(0x66)),
};

/** Runs `body` again as long as `condition` holds; at least once. */
export function repeatWhile(body: Code[], condition: Code): Code {
  return [0x03, 0x40, ...body.flat(), ...condition, 0x0d, 0, 0x0b];
}

/** A function of i32 parameters that gives nothing. */
export interface WasmFunction {
  name: string;
  parameters: number;
  variables: ValueType[];
  body: Code;
}

/** @param write gives the body; it gets the parameters and variables by name */
export function defineFunction<P extends string, V extends string>(
  name: string,
  parameters: readonly P[],
  variables: Readonly<Record<V, ValueType>>,
  write: (locals: Record<P | V, Local>) => Code[],
): WasmFunction {
  const names: string[] = [...parameters, ...Object.keys(variables)];
  const locals = Object.fromEntries(names.map((key, index) => [key, local(index)]));
  // Object.fromEntries forgets the names' types.
  const body = write(locals as Record<P | V, Local>).flat();
  return { name, parameters: parameters.length, variables: Object.values(variables), body };
}

const text = (value: string) => [...unsigned(value.length), ...Buffer.from(value, 'latin1')];
const vector = (items: Code[]) => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code) => [id, ...unsigned(content.length), ...content];

/** A module that exports the functions and works on the memory it imports as `env.memory`. */
export function assemble(functions: WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(Array.from({ length: parameters }, () => [TYPE_CODES.i32])),
    0,
  ]);
  const code = functions.map(({ variables, body }) => {
    const content = [...vector(variables.map((type) => [1, TYPE_CODES[type]])), ...body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector([[...text('env'), ...text('memory'), 2, 0, 1]])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]))),
    ...section(10, vector(code)),
  ]);
}
