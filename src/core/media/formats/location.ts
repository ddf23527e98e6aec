import type { FileHandle } from 'node:fs/promises';
import { BrokenFormatError, type Bytes } from '../bytes.ts';
import { type Box, boxesIn, metaChildrenStart } from './boxes.ts';

/** A range `[start, end)` of a file to be blanked; with `typeAt`, the box there becomes a `free` box, which readers skip. */
export interface Blank {
  start: number;
  end: number;
  typeAt?: number;
}

const CONTAINERS = new Set(['moov', 'trak', 'moof', 'traf']);
/** 3GPP's and QuickTime's own places for a position, and blocks that carry one among other things (XMP, GoPro's). */
const LOCATION_BOXES = new Set(['\xa9xyz', 'loci', 'XMP_', 'GPMF', '\xa9gps']);
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';
const LOCATION_KEY = /location|gps|iso6709/i;
const MAX_KEYS = 1000;

/**
 * Where an MP4 or MOV says where it was taken: `©xyz`, `loci`, the QuickTime keys `…location…` and XMP, wherever the
 * format has metadata. Positions recorded as a track of their own (action cameras) lie in the media data and are not found.
 * @throws BrokenFormatError when a box is cut off, which is how an upload that broke off shows.
 */
export async function findLocations(bytes: Bytes): Promise<Blank[]> {
  const blanks: Blank[] = [];
  for (const box of await topLevelBoxes(bytes)) await findInBox(bytes, box, blanks, 0);
  return blanks;
}

/** What follows a whole film and is no box is no part of it: players ignore it. */
async function topLevelBoxes(bytes: Bytes): Promise<Box[]> {
  const boxes: Box[] = [];
  try {
    for await (const box of boxesIn(bytes, 0, bytes.size)) boxes.push(box);
  } catch (error) {
    const isWhole = ['moov', 'mdat'].every((type) => boxes.some((box) => box.type === type));
    if (!(error instanceof BrokenFormatError && isWhole)) throw error;
  }
  return boxes;
}

/** Blanks what {@link findLocations} found, in place: every byte keeps its offset, so the file plays as before. */
export async function blankOut(file: FileHandle, blanks: readonly Blank[]): Promise<void> {
  for (const { start, end, typeAt } of blanks) {
    if (typeAt !== undefined) await file.write(Buffer.from('free', 'latin1'), 0, 4, typeAt);
    const zeros = Buffer.alloc(Math.min(end - start, 64 * 1024));
    for (let position = start; position < end; position += zeros.length) {
      await file.write(zeros, 0, Math.min(zeros.length, end - position), position);
    }
  }
}

async function findInBoxes(bytes: Bytes, from: number, to: number, blanks: Blank[], depth: number): Promise<void> {
  for await (const box of boxesIn(bytes, from, to)) await findInBox(bytes, box, blanks, depth);
}

async function findInBox(bytes: Bytes, box: Box, blanks: Blank[], depth: number): Promise<void> {
  const { type, body, end } = box;
  if (LOCATION_BOXES.has(type)) blanks.push(asFree(box));
  else if (type === 'uuid' && (await isXmp(bytes, box))) blanks.push(asFree(box));
  else if (type === 'meta') blanks.push(...(await orWholeBox(box, (found) => findInMeta(bytes, box, found))));
  else if (type === 'udta') {
    blanks.push(...(await orWholeBox(box, (found) => findInBoxes(bytes, body, end, found, depth + 1))));
  } else if (CONTAINERS.has(type) && depth < 4) await findInBoxes(bytes, body, end, blanks, depth + 1);
}

/** Descriptive boxes that cannot be read are blanked whole: the film plays without them, and they may hold a position. */
async function orWholeBox(box: Box, find: (found: Blank[]) => Promise<void>): Promise<Blank[]> {
  const found: Blank[] = [];
  try {
    await find(found);
    return found;
  } catch (error) {
    if (error instanceof BrokenFormatError) return [asFree(box)];
    throw error;
  }
}

async function findInMeta(bytes: Bytes, meta: Box, blanks: Blank[]): Promise<void> {
  const children: Box[] = [];
  for await (const child of boxesIn(bytes, await metaChildrenStart(bytes, meta), meta.end)) children.push(child);
  const keys = children.find((child) => child.type === 'keys');
  const locationKeys = keys ? await findLocationKeys(bytes, keys) : new Set<number>();
  for (const list of children.filter((child) => child.type === 'ilst')) {
    for await (const item of boxesIn(bytes, list.body, list.end)) {
      const key = Buffer.from(item.type, 'latin1').readUInt32BE(0);
      if (LOCATION_BOXES.has(item.type) || locationKeys.has(key)) blanks.push(asFree(item));
    }
  }
}

/** The numbers, counted from 1, of the keys (QuickTime File Format, "Metadata Item Keys Atom") that name a position. */
async function findLocationKeys(bytes: Bytes, keys: Box): Promise<Set<number>> {
  const found = new Set<number>();
  let number = 1;
  for await (const key of boxesIn(bytes, keys.body + 8, keys.end)) {
    const name = (await bytes.at(key.body, Math.min(key.end - key.body, 256))).toString('utf8');
    if (LOCATION_KEY.test(name)) found.add(number);
    if (number++ >= MAX_KEYS) break;
  }
  return found;
}

async function isXmp(bytes: Bytes, box: Box): Promise<boolean> {
  return (await bytes.at(box.body, 16)).toString('hex') === XMP_UUID;
}

function asFree(box: Box): Blank {
  return { start: box.body, end: box.end, typeAt: box.start + 4 };
}
