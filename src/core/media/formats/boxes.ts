import { BrokenFormatError, type Bytes } from '../bytes.ts';

/** A box of the ISO base media file format (ISO/IEC 14496-12), which MP4, MOV, HEIC and AVIF are made of. */
export interface Box {
  type: string;
  /** Where the box begins, with its header; bytes. */
  start: number;
  /** Where its content begins. */
  body: number;
  end: number;
}

/** Far above what real files hold; keeps a file made of nothing but tiny boxes from being structure for minutes. */
const MAX_BOXES = 500_000;

/**
 * The boxes between `from` and `to`, in order. Ends quietly at trailing bytes that are no box.
 * @throws BrokenFormatError when a box claims to be longer than what holds it, or shorter than its header.
 */
export async function* boxesIn(bytes: Bytes, from: number, to: number): AsyncGenerator<Box> {
  let position = from;
  for (let count = 0; position + 8 <= to; count++) {
    if (count >= MAX_BOXES) throw new BrokenFormatError(`more than ${MAX_BOXES} boxes`);
    const head = await bytes.at(position, 16);
    if (head.length < 8) return;
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    let length = short;
    let headerBytes = 8;
    if (short === 1) {
      if (head.length < 16) throw new BrokenFormatError(`a ${type} box without its length`);
      length = Number(head.readBigUInt64BE(8));
      headerBytes = 16;
    }
    if (short === 0) length = to - position;
    if (length < headerBytes && isPadding(head)) return;
    if (length < headerBytes) throw new BrokenFormatError(`a ${type} box shorter than its header`);
    if (position + length > to) throw new BrokenFormatError(`a ${type} box longer than what holds it`);
    yield { type, start: position, body: position + headerBytes, end: position + length };
    position += length;
  }
}

/** QuickTime ends its user data with four zero bytes, and some writers pad with more. */
function isPadding(head: Buffer): boolean {
  return head.subarray(0, 8).every((byte) => byte === 0);
}

/** Where the children of a box begin: `meta` is a full box (4 bytes more) in MP4 and HEIC, a plain one in QuickTime. */
export async function metaChildrenStart(bytes: Bytes, meta: Box): Promise<number> {
  const head = await bytes.at(meta.body, 8);
  return head.toString('latin1', 4, 8) === 'hdlr' ? meta.body : meta.body + 4;
}
