import type { Clause, Context } from './clauses.ts';
import { clipRefs } from './clip-refs.ts';
import { TIME, timeOf } from './time.ts';
import { NUMBER, numberOf } from './words.ts';

const EACH =
  /\b(?:each|every|per|apiece|a)\b(?: (?:photo|picture|image|clip|one|pic|slide))|\b(?:each|apiece)\b|每(?:一)?(?:张|个|幅|段)/;
const LONGER =
  /\b(?:longer|lengthen|extend(?:ed)?|slower|slow (?:it )?down|stretch)\b|(?:更|再)?长(?:一|些)?点?|加长|延长|放慢|慢一点|慢点/;
const SHORTER =
  /\b(?:shorter|shorten|trim|faster|quicker|speed it up|snappier|condense)\b|(?:更|再)?短(?:一|些)?点?|缩短|剪短|快一点|快点|快一些/;
const SLIGHTLY = /\b(?:a bit|a little|slightly|a tad)\b|一点|稍|一些/;
const TIMES = new RegExp(`(${NUMBER}|\\d+(?:\\.\\d+)?) ?(?:x|times|倍)(?: as| the)?(?: long(?:er)?| length|长)?`);

/** Takes the video's length, or single clips' lengths, out of a clause. */
export function parseLength(clause: Clause, context: Context): void {
  const at = Math.max(0, clause.text.search(TIME));
  const refs = clipRefs(clause.text);
  const each = clause.has(EACH);
  // A point in time is no length: "at 5 seconds", "after 3 seconds".
  const time = clause.has(/\b(?:at|after|from) (?:the )?\d+ ?s/) ? undefined : clause.take(TIME);
  if (time) {
    const ms = timeOf(time);
    if (each || refs !== undefined) {
      clause.edit('length', { kind: 'clip-length', clips: refs === undefined || each ? 'all' : refs, ms }, at);
      clause.takeAll(EACH);
    } else if (isChange(clause.original, time, 'shorter')) {
      clause.edit('length', { kind: 'add-length', ms: -ms }, at);
    } else if (isChange(clause.original, time, 'longer')) {
      clause.edit('length', { kind: 'add-length', ms }, at);
    } else {
      clause.edit('length', { kind: 'length', ms }, at);
    }
    return;
  }
  const bare = /\b(?:length|duration)\b.*?(\d+)|\b(?:make it|make this|to) (\d+)\s*$|(?:时长|长度)\D{0,4}(\d+)/.exec(
    clause.text,
  );
  if (bare) {
    clause.text = '';
    clause.edit('length', { kind: 'length', ms: Number(bare[1] ?? bare[2] ?? bare[3]) * 1000 }, bare.index);
    return;
  }
  const scale = scaleOf(clause);
  if (scale === undefined) return;
  if (refs !== undefined && refs !== 'all') {
    clause.edit('length', { kind: 'clip-length', clips: refs, factor: scale }, at);
    return;
  }
  clause.edit('length', { kind: 'scale-length', factor: scale }, at);
  if (context.clips === 0 && clause.topic === undefined) clause.topic = 'length';
}

const CHANGES = {
  longer: {
    before: /\b(?:extend|lengthen|increase)\b.*\bby\s*$|\badd (?:another |an extra )?$|(?:延长|加长|增加|多|长)了?$/,
    after: /^\s*(?:longer|more|extra|additional)\b/,
  },
  shorter: {
    before: /\b(?:shorten|cut|trim|reduce)\b.*\bby\s*$|\b(?:cut|trim) (?:off )?$|(?:缩短|减少|减掉|少|短)了?$/,
    after: /^\s*(?:shorter|less|off)\b/,
  },
};

// "5 seconds longer" is a change, "longer: 20 seconds" and "缩短到8秒" are goals.
function isChange(text: string, time: RegExpExecArray, way: 'longer' | 'shorter'): boolean {
  const { before, after } = CHANGES[way];
  return before.test(text.slice(0, time.index)) || after.test(text.slice(time.index + time[0].length));
}

function scaleOf(clause: Clause): number | undefined {
  if (
    clause.take(
      /\b(?:half (?:as long|the length|its length)|halve(?: it)?|twice as (?:short|fast))\b|缩短一半|一半长|减半|一半的?(?:时长|长度)|短一半/,
    )
  )
    return 0.5;
  if (
    clause.take(
      /\b(?:twice as long|double (?:the length|it|the duration|its length)|twice the length)\b|长一倍|加倍|翻倍|延长一倍/,
    )
  )
    return 2;
  const times = clause.has(/long|length|duration|长|时/) ? clause.take(TIMES) : undefined;
  if (times) {
    const factor = numberOf(times[1] ?? '');
    if (factor > 0) return factor;
  }
  const slightly = clause.has(SLIGHTLY) && !clause.has(/\b(?:much|a lot)\b|很多|得多/);
  const a = /\b(?:a bit|a little|slightly|a tad)\b|稍/.test(clause.text);
  if (clause.take(/\btoo long\b|太长/)) return 0.67;
  if (clause.take(/\btoo short\b|太短/)) return 1.5;
  if (clause.take(LONGER)) return slightly && a ? 1.25 : 1.5;
  if (clause.take(SHORTER)) return slightly && a ? 0.8 : 0.67;
  return undefined;
}
