import { type Code, defineFunction, i32, repeatWhile, v128 } from './assembler.ts';

/** Weights are whole numbers of which 2^14 make 1: with them, four taps of 8 bits stay within 32. */
export const WEIGHT_BITS = 14;
/** Bytes of one entry of the tables below. */
export const ROW_ENTRY = 24;
export const COLUMN_ENTRY = 64;

const rounded = (sum: Code) =>
  v128.i32x4ShiftRight(v128.i32x4Add(sum, v128.i32x4Splat(i32.const(1 << (WEIGHT_BITS - 1)))), i32.const(WEIGHT_BITS));

/** The first four, or the last four, 16-bit lanes of two vectors in turn. */
const LOW = [0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23];
const HIGH = LOW.map((lane) => lane + 8);

const advance = (local: { get: Code; set(value: Code): Code }, by: number) =>
  local.set(i32.add(local.get, i32.const(by)));

/** Eight samples of the row: four taps, one below the other. */
const eightDown = (l: Record<'a' | 'b' | 'c' | 'd' | 'upper' | 'lower', { get: Code }>, offset: number) => {
  const tap = (pointer: { get: Code }) => v128.load8x8u(pointer.get, offset);
  const four = (lanes: readonly number[]) =>
    rounded(
      v128.i32x4Add(
        v128.i32x4Dot(v128.shuffle(tap(l.a), tap(l.b), lanes), l.upper.get),
        v128.i32x4Dot(v128.shuffle(tap(l.c), tap(l.d), lanes), l.lower.get),
      ),
    );
  return v128.narrowToI16(four(LOW), four(HIGH));
};

/**
 * Filters rows with four taps each way, first down the columns into one row, then along it.
 *
 * `rows` is a table of {@link ROW_ENTRY} bytes for each row of the target: the addresses of its four source rows (i32) and
 * their weights (i16). `columns` has {@link COLUMN_ENTRY} bytes for every four columns of the target: where in the row
 * their taps begin (i32, then 12 bytes unused); which bytes from there are the first and the second tap of each (16 lane
 * numbers, every other one out of range so that 16-bit numbers come out); the weights of these taps (i16); and the
 * weights of the third and the fourth.
 *
 * All ends are addresses; a multiple of 16 columns is written, a multiple of 16 bytes of the row is used.
 */
export const filterRows = defineFunction(
  'filterRows',
  ['target', 'skip', 'rows', 'rowsEnd', 'columns', 'columnsEnd', 'row', 'rowBytes'],
  {
    a: 'i32',
    b: 'i32',
    c: 'i32',
    d: 'i32',
    at: 'i32',
    end: 'i32',
    column: 'i32',
    upper: 'v128',
    lower: 'v128',
  },
  (l) => {
    /** Four columns of the target: four taps beside each other. */
    const fourAcross = (group: number) => {
      const from = i32.add(l.row.get, i32.load(l.column.get, group * COLUMN_ENTRY));
      const taps = (offset: number) =>
        v128.swizzle(v128.load(from, offset), v128.load(l.column.get, group * COLUMN_ENTRY + 16));
      return rounded(
        v128.i32x4Add(
          v128.i32x4Dot(taps(0), v128.load(l.column.get, group * COLUMN_ENTRY + 32)),
          v128.i32x4Dot(taps(2), v128.load(l.column.get, group * COLUMN_ENTRY + 48)),
        ),
      );
    };
    return [
      repeatWhile(
        [
          ...[l.a, l.b, l.c, l.d].map((pointer, i) => pointer.set(i32.load(l.rows.get, i * 4))),
          l.upper.set(v128.load32Splat(l.rows.get, 16)),
          l.lower.set(v128.load32Splat(l.rows.get, 20)),
          l.at.set(l.row.get),
          l.end.set(i32.add(l.row.get, l.rowBytes.get)),
          repeatWhile(
            [
              v128.store(l.at.get, v128.narrowToU8(eightDown(l, 0), eightDown(l, 8))),
              ...[l.a, l.b, l.c, l.d, l.at].map((pointer) => advance(pointer, 16)),
            ],
            i32.lessUnsigned(l.at.get, l.end.get),
          ),
          l.column.set(l.columns.get),
          repeatWhile(
            [
              v128.store(
                l.target.get,
                v128.narrowToU8(
                  v128.narrowToI16(fourAcross(0), fourAcross(1)),
                  v128.narrowToI16(fourAcross(2), fourAcross(3)),
                ),
              ),
              advance(l.target, 16),
              advance(l.column, COLUMN_ENTRY * 4),
            ],
            i32.lessUnsigned(l.column.get, l.columnsEnd.get),
          ),
          l.target.set(i32.add(l.target.get, l.skip.get)),
          advance(l.rows, ROW_ENTRY),
        ],
        i32.lessUnsigned(l.rows.get, l.rowsEnd.get),
      ),
    ];
  },
);
