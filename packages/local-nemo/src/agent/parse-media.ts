import type { Clause, Context } from './clauses.ts';
import { namedClips } from './clip-refs.ts';

const PHOTO = /\b(?:photo|picture|image|pic|clip|slide|shot|one|video|file)s?\b|照片|图片|相片|张|图|片段|素材/;
const NEW =
  /\b(?:new(?:ly)?|these|this|those|it|them|uploaded|just sent|other|another|more|attached|latest|extra|additional)\b|这|新|刚|上传的|它|其他/;
const START = /\b(?:at |to |in )?(?:the )?(?:very )?(?:front|beginning|start)\b|最前面?|开头|最开始|前面/;
const REPLACE =
  /\b(?:replace|substitute|swap|change|exchange|switch)\b(.{0,80}?)\b(?:with|for|by|to)\b(.{0,80})|(?:把|将)?(.{0,40}?)(?:替换|换)(?:成|为|掉)?(.{0,40})/;

/** Reads a wish to show a new file in the place of a clip. */
export function parseReplace(clause: Clause, context: Context): boolean {
  const match = REPLACE.exec(clause.text);
  if (!match) return false;
  const what = match[1] ?? match[3] ?? '';
  const by = match[2] ?? match[4] ?? '';
  const isNew = /\b(?:new|this|uploaded|latest|just sent|other|another|attached|i sent)\b|新|这|刚/.test(by);
  if (!isNew) return false;
  const whole = context.clips === 1 || /\bit\b|它/.test(what) ? 1 : PHOTO.test(what) ? -1 : undefined;
  const clip = namedClips(what, context.clips)[0] ?? whole;
  if (clip === undefined) return false;
  const media = context.newMedia.shift();
  if (media === undefined) clause.note({ kind: 'need-new-media' }, match.index);
  else clause.edit('clips', { kind: 'replace-clip', clip, media }, match.index);
  return true;
}

const ADDS = /\b(?:add|use|using|include|append|insert|put|attach|from|of|take)\b|加|用|添|放|插|使用|接上/;
const SURELY_NEW =
  /\b(?:these|new|uploaded)\b.{0,30}\b(?:photo|picture|image|pic|clip|video)s?\b|新(?:的)?(?:照片|图)|这(?:些|几张)/;
const OTHER =
  /\b(?:length|second|music|title|text|caption|volume|vertical|square|landscape|zoom|pan|motion)|秒|音乐|标题|竖屏|横屏/;

/** Reads a wish to put new files into the video. */
export function parseAdd(clause: Clause, context: Context): void {
  if (context.clips === 0) return;
  const verb = ADDS.exec(clause.text);
  const speaks = clause.has(PHOTO) || clause.has(/\b(?:it|them|these|this)\b|它|这/);
  if (!speaks || !clause.has(NEW)) return;
  // "zoom in on this photo" and "make it longer" speak of what is there already.
  if (!verb && !clause.has(SURELY_NEW)) return;
  if (clause.has(OTHER) && !clause.has(/\b(?:new|these)\b|新/)) return;
  const at = START.test(clause.text) ? 'start' : 'end';
  if (context.newMedia.length > 0) {
    clause.edit('clips', { kind: 'add-media', media: context.newMedia.splice(0), at }, verb?.index ?? 0);
  } else if (verb && /\b(?:add|include|append|insert)\b|加|添|插/.test(verb[0]) && clause.has(PHOTO)) {
    clause.note({ kind: 'need-new-media' }, verb.index);
  }
}
