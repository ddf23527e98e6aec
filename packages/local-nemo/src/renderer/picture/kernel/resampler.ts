import { type I420, type Plane, planesOf } from '../i420.ts';
import { assemble } from './assembler.ts';
import { COLUMN_ENTRY, filterRows, ROW_ENTRY, WEIGHT_BITS } from './filter-rows.ts';

/** A rectangle in px; fractions are allowed where a source is meant. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is used of the platform's own WebAssembly; TypeScript knows it from the browser's types alone. */
interface Memory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}
type FilterRows = (...addresses: number[]) => void;
declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
  Memory: new (size: { initial: number }) => Memory;
};

/** More source columns a target column than this do not fit the kernel's 16 bytes for four columns. */
const MAX_STEP = 4;
const PAGE = 65_536;
/** Columns written, and bytes read, at once. */
const VECTOR = 16;
/** Repeated edge columns: the taps beside the first sample, and behind the last one with what is read but not used. */
const LEFT = 8;
const RIGHT = 40;
const OUT_OF_RANGE = 0x80;

/** Compiled when it is first needed; a process that renders nothing does without. */
let compiled: object | undefined;

/** Where a source plane lies in the kernel's memory. */
interface LoadedPlane {
  width: number;
  height: number;
  stride: number;
  /** Address of the first sample. */
  first: number;
}

/** Addresses of the tables, of the row between the two passes, and of what is drawn. */
interface Layout {
  columns: number;
  rows: number;
  row: number;
  target: number;
}

/**
 * Draws parts of one picture at other sizes (Catmull-Rom, positions exact to 1/16384 px), so that a slow zoom glides instead
 * of stepping from pixel to pixel: 128-bit instructions make it about three times as fast as JavaScript. The picture is loaded
 * once; its edges are repeated outside of it. The sources should be at most 1.7 times finer than the target, or fine
 * detail flickers.
 */
export class Resampler {
  readonly #memory: Memory;
  readonly #filterRows: FilterRows;
  #bytes = new Uint8Array(0);
  #words = new Int32Array(0);
  #halves = new Int16Array(0);
  #source: I420 | undefined;
  #planes: LoadedPlane[] = [];
  #layout: Layout = { columns: 0, rows: 0, row: 0, target: 0 };
  #sourceEnd = 0;
  #reserved = { width: 0, height: 0 };

  constructor() {
    compiled ??= new WebAssembly.Module(assemble([filterRows]));
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } });
    // The module is this file's own: it exports this function and nothing else.
    this.#filterRows = exports[filterRows.name] as FilterRows;
  }

  /** The picture that was loaded last. */
  get source(): I420 | undefined {
    return this.#source;
  }

  /** Takes a copy of `source`, whose later changes are not seen. */
  load(source: I420): void {
    this.#source = source;
    let end = 0;
    this.#planes = planesOf(source).map((plane) => {
      const stride = LEFT + plane.width + RIGHT;
      const first = end + LEFT;
      end += aligned(stride * plane.height + VECTOR);
      return { width: plane.width, height: plane.height, stride, first };
    });
    this.#sourceEnd = end;
    this.#layOut(this.#reserved);
    planesOf(source).forEach((plane, i) => {
      const place = this.#planes[i];
      if (place) this.#copy(plane, place);
    });
  }

  /**
   * Draws the part `from` of the loaded picture onto the whole of `target`.
   * @param from px; fractions allowed
   * @throws RangeError when the part is more than four times as large as the target
   */
  draw(from: Rect, target: I420): void {
    if (from.width > target.width * MAX_STEP) throw new RangeError('the target is too small for this part');
    if (!this.#source) throw new Error('no picture is loaded');
    if (target.width > this.#reserved.width || target.height > this.#reserved.height) this.#layOut(target);
    let address = this.#layout.target;
    planesOf(target).forEach((plane, i) => {
      const source = this.#planes[i];
      if (source) this.#drawPlane(source, scaled(from, i === 0 ? 1 : 0.5), plane, address);
      address += plane.width * plane.height;
    });
    target.data.set(this.#bytes.subarray(this.#layout.target, this.#layout.target + target.data.length));
  }

  /** Lays out the memory behind the source, for targets of up to this size. */
  #layOut({ width, height }: { width: number; height: number }): void {
    this.#reserved = { width, height };
    let end = this.#sourceEnd;
    const take = (bytes: number) => {
      const address = end;
      end += aligned(bytes);
      return address;
    };
    this.#layout = {
      columns: take((width / 4 + VECTOR) * COLUMN_ENTRY),
      rows: take(height * ROW_ENTRY),
      row: take((this.#planes[0]?.stride ?? 0) + VECTOR),
      // The last vector of a plane's last row reaches beyond it.
      target: take((width * height * 3) / 2 + VECTOR),
    };
    const missing = Math.ceil(end / PAGE) - this.#memory.buffer.byteLength / PAGE;
    if (missing > 0) this.#memory.grow(missing);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Int32Array(this.#memory.buffer);
    this.#halves = new Int16Array(this.#memory.buffer);
  }

  #copy({ width, height, bytes }: Plane, { first, stride }: LoadedPlane): void {
    for (let row = 0; row < height; row++) {
      const at = first + row * stride;
      const samples = bytes.subarray(row * width, (row + 1) * width);
      this.#bytes.fill(samples[0] ?? 0, at - LEFT, at);
      this.#bytes.set(samples, at);
      this.#bytes.fill(samples[width - 1] ?? 0, at + width, at + width + RIGHT);
    }
  }

  #drawPlane(source: LoadedPlane, from: Rect, target: Plane, address: number): void {
    const { columns, rows, row } = this.#layout;
    const first = Math.floor(positionAt(0, from.x, from.width / target.width, source.width)) - 1;
    const written = Math.ceil(target.width / VECTOR) * VECTOR;
    const used = this.#setColumns(source, from, target.width, written, first);
    this.#setRows(source, from, target.height, first);
    this.#filterRows(
      address,
      // Less than nothing where the last vector reaches into the next row, which is written after it.
      target.width - written,
      rows,
      rows + target.height * ROW_ENTRY,
      columns,
      columns + (written / 4) * COLUMN_ENTRY,
      row,
      used,
    );
  }

  /** Writes the table of the columns; gives how many bytes of the row, from column `first` on, they use. */
  #setColumns(source: LoadedPlane, from: Rect, width: number, written: number, first: number): number {
    const step = from.width / width;
    let begin = 0;
    let last = 0;
    for (let x = 0; x < written; x++) {
      const at = positionAt(Math.min(x, width - 1), from.x, step, source.width);
      last = Math.floor(at);
      const entry = this.#layout.columns + (x >> 2) * COLUMN_ENTRY;
      const column = x & 3;
      const tap = last - 1 - first;
      if (column === 0) {
        begin = tap;
        this.#words[entry >> 2] = begin;
      }
      const lanes = entry + 16 + column * 4;
      this.#bytes[lanes] = tap - begin;
      this.#bytes[lanes + 1] = OUT_OF_RANGE;
      this.#bytes[lanes + 2] = tap - begin + 1;
      this.#bytes[lanes + 3] = OUT_OF_RANGE;
      this.#setWeights((entry + 32 + column * 4) >> 1, 8, at - last);
    }
    return Math.ceil((last - first + VECTOR + 8) / VECTOR) * VECTOR;
  }

  #setRows(source: LoadedPlane, from: Rect, height: number, first: number): void {
    const step = from.height / height;
    const lastRow = source.height - 1;
    for (let y = 0; y < height; y++) {
      const at = positionAt(y, from.y, step, source.height);
      const line = Math.floor(at);
      const entry = this.#layout.rows + y * ROW_ENTRY;
      for (let tap = 0; tap < 4; tap++) {
        const row = Math.min(Math.max(line - 1 + tap, 0), lastRow);
        this.#words[(entry >> 2) + tap] = source.first + row * source.stride + first;
      }
      this.#setWeights((entry + 16) >> 1, 2, at - line);
    }
  }

  /** The weights of Catmull and Rom at `t` between taps 2 and 3. @param apart from the first two to the last two, in i16 */
  #setWeights(at: number, apart: number, t: number): void {
    const one = 1 << WEIGHT_BITS;
    const before = Math.round((one * t * (t * (2 - t) - 1)) / 2);
    const after = Math.round((one * t * t * (t - 1)) / 2);
    const right = Math.round((one * t * (t * (4 - 3 * t) + 1)) / 2);
    this.#halves[at] = before;
    this.#halves[at + 1] = one - before - right - after;
    this.#halves[at + apart] = right;
    this.#halves[at + apart + 1] = after;
  }
}

/** Where in the source the middle of the target's sample `index` lies; never outside of its samples. */
function positionAt(index: number, from: number, step: number, size: number): number {
  return Math.min(Math.max(from + (index + 0.5) * step - 0.5, 0), size - 1);
}

/** Room for so many bytes whose neighbour begins on a word's border. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

function scaled(rect: Rect, by: number): Rect {
  return { x: rect.x * by, y: rect.y * by, width: rect.width * by, height: rect.height * by };
}
