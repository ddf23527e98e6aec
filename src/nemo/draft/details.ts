import { cutText, isObject } from '../json.ts';
import { type Bag, bag, firstNumber } from './fields.ts';
import type { Details } from './timeline.ts';

const READ_ELSEWHERE = new Set(
  'id d s st start duration name title text volume vol muted mute motion animation transition position'.split(' '),
);
const MAX_KEY = 60;
const MAX_DETAILS = 40;
/** Values are read up to this length. */
const MAX_TEXT = 1000;
const VOLATILE = /(?:^|_)id$|Id$|ur[il]$|^src$|^source$|^path$|time|stamp|hash|token|thumb|cover|version|seed/iu;

/** What a segment has besides what is read elsewhere, in plain values; addresses, ids and times of day left out. */
export function readDetails(m: Bag, segment: Bag): Details | undefined {
  const details: Details = {};
  for (const source of [segment, m]) addPlainValues(details, source, READ_ELSEWHERE);
  const length = firstNumber(bag(m.transition).d, bag(m.transition).duration);
  if (length !== undefined) details.transitionMs = length;
  return Object.keys(details).length > 0 ? details : undefined;
}

/** What belongs to the whole video is read elsewhere under these names. */
const PROJECT_READ_ELSEWHERE = new Set(
  'd duration name title aspect aspect_ratio aspectRatio ratio width height w h t tracks id'.split(' '),
);

/** What an editor notes about its own record of a project. */
const RECORD_KEEPING = /(?:^|_)at$|At$|revision|updated|modified|created|status|state|user|owner|schema|locale|lang/iu;

/** What the draft says of the whole video, such as its look or a logo (`logo`, `logoCorner`). */
export function readProjectDetails(draft: Bag): Details | undefined {
  const details: Details = {};
  const m = Object.fromEntries(Object.entries(bag(draft.m)).filter(([key]) => !RECORD_KEEPING.test(key)));
  addPlainValues(details, m, PROJECT_READ_ELSEWHERE);
  for (const [key, value] of Object.entries(m)) {
    if (!isObject(value) || PROJECT_READ_ELSEWHERE.has(key) || key.length > MAX_KEY || VOLATILE.test(key)) continue;
    if (Object.keys(details).length >= MAX_DETAILS) break;
    const inner: Details = {};
    addPlainValues(inner, value, PROJECT_READ_ELSEWHERE);
    if (typeof value.name === 'string') details[key] = cutText(value.name, MAX_TEXT);
    for (const [field, part] of Object.entries(inner)) details[camelCase(key, field)] = part;
  }
  return Object.keys(details).length > 0 ? details : undefined;
}

const camelCase = (key: string, field: string) => `${key}${field.charAt(0).toUpperCase()}${field.slice(1)}`;

function addPlainValues(details: Details, source: Bag, skipped: ReadonlySet<string>): void {
  for (const key in source) {
    const value = source[key];
    if (skipped.has(key) || key.length > MAX_KEY || VOLATILE.test(key)) continue;
    if (Object.keys(details).length >= MAX_DETAILS) return;
    if (typeof value === 'string' && !/^\w{1,20}:\/\//u.test(value)) details[key] = cutText(value, MAX_TEXT);
    if (typeof value === 'number' || typeof value === 'boolean') details[key] = value;
  }
}
