import type { Clause, Context } from './clauses.ts';
import { clipRefs, namedClips } from './clip-refs.ts';
import type { ClipRef } from './edits.ts';
import { NUMBER, numberOf } from './words.ts';

const PHOTO = /\b(?:photo|picture|image|pic|clip|slide|shot|one|video|file)s?\b|照片|图片|相片|张|图|片段|素材/;
const NEW =
  /\b(?:new(?:ly)?|these|this|those|it|them|uploaded|just sent|other|another|more|attached|latest|extra|additional)\b|这|新|刚|上传的|它|其他/;
const START =
  /\b(?:at |to |in )?(?:the )?(?:very )?(?:front|beginning|start)\b|\bfirst\s*$|\bgo(?:es)? first\b|最前面?|开头|开始|首位|第一个位置|最开始|前面/;
const END =
  /\b(?:at |to |in )?(?:the )?(?:very )?(?:end|back)\b|\blast\s*$|\bgo(?:es)? last\b|最后面|末尾|结尾|最后(?!一?张)|后面/;
const MOVE = /\b(?:move|put|place|bring|shift|make|set|send)\b|把|移|放|挪|调/;

/** Takes the clips' order out of a clause: reversed, shuffled, moved, removed, replaced, added. */
export function parseOrder(clause: Clause, context: Context): void {
  const all =
    /\b(?:in reverse(?: order)?|reverse(?:d)?(?: the)?(?: order)?|backwards?|(?:opposite|inverse) order)\b|倒序|反转|颠倒|反过来|逆序|倒着/;
  const reverse = clause.take(all);
  if (reverse) {
    clause.edit('clips', { kind: 'reverse' }, reverse.index);
    clause.takeAll(PHOTO);
    return;
  }
  const shuffle = clause.take(
    /\bshuffled?\b|\brandom(?:i[sz]ed?)?(?:ly)?(?: the)?(?: order)?\b|\bmix (?:up )?(?:the )?(?:order|photos|pictures|images)|\bmix them up\b|打乱|随机(?:顺序|排列|播放)?/,
  );
  if (shuffle) {
    clause.edit('clips', { kind: 'shuffle' }, shuffle.index);
    clause.takeAll(PHOTO);
    return;
  }
  const undo = clause.take(/\bundo\b|\brevert\b|\bgo back\b|\bprevious version\b|撤销|撤回|恢复上一|回到上一/);
  if (undo) {
    clause.edit('clips', { kind: 'undo' }, undo.index);
    return;
  }

  if (parseReplace(clause, context) || parseSwap(clause) || parseKeep(clause)) return;
  if (parseMove(clause, context) || parseRemove(clause)) return;
  parseAdd(clause, context);
}

function parseReplace(clause: Clause, context: Context): boolean {
  const match =
    /\b(?:replace|substitute|swap|change|exchange|switch)\b(.*?)\b(?:with|for|by|to)\b(.*)|(?:把|将)?(.*?)(?:替换|换)(?:成|为|掉)?(.*)/.exec(
      clause.text,
    );
  if (!match) return false;
  const what = match[1] ?? match[3] ?? '';
  const by = match[2] ?? match[4] ?? '';
  const isNew = /\b(?:new|this|uploaded|latest|just sent|other|another|attached|i sent)\b|新|这|刚/.test(by);
  if (!isNew) return false;
  const clip =
    namedClips(what)[0] ?? (context.clips === 1 || /\bit\b|它/.test(what) ? 1 : PHOTO.test(what) ? -1 : undefined);
  if (clip === undefined) return false;
  const media = context.newMedia[0];
  if (media === undefined) clause.note({ kind: 'need-new-media' }, match.index);
  else {
    clause.edit('clips', { kind: 'replace-clip', clip, media }, match.index);
    context.newMedia.shift();
  }
  clause.text = '';
  return true;
}

function parseSwap(clause: Clause): boolean {
  const match = clause.has(/\b(?:swap|switch|exchange|trade)\b|交换|对调|互换|调换/);
  if (!match) return false;
  const loose =
    /\b(?:swap|switch|exchange|trade)\b\D*?(\d+)\D+?(\d+)/.exec(clause.text) ??
    /(\d+)\D{0,4}?(?:和|跟|与)\D{0,4}?(\d+)/.exec(clause.text);
  const [a, b] = loose ? [Number(loose[1]), Number(loose[2])] : namedClips(clause.text);
  if (a === undefined || b === undefined) return false;
  clause.edit('clips', { kind: 'swap', a, b });
  clause.text = '';
  return true;
}

function parseKeep(clause: Clause): boolean {
  if (!clause.has(/\b(?:keep only|only keep|only use|use only|just use|just keep|only the)\b|只(?:保留|留|用|要)/))
    return false;
  const clips = namedClips(clause.text);
  if (clips.length === 0) return false;
  clause.edit('clips', { kind: 'keep-clips', clips });
  clause.text = '';
  return true;
}

function parseMove(clause: Clause, context: Context): boolean {
  const leads = /\b(?:start|begin|open)(?:s|ing)? with\b(.*)|(?:以|用|从)(.*?)(?:开头|开始)/.exec(clause.text);
  const closes = /\b(?:end|finish|close)(?:s|ing)? with\b(.*)|以(.*?)(?:结尾|结束)/.exec(clause.text);
  const edge = leads ?? closes;
  const [edgeClip] = namedClips(edge?.[1] ?? edge?.[2] ?? '');
  if (edgeClip !== undefined) return moved(clause, edgeClip, leads ? 1 : -1);
  if (!clause.has(MOVE)) return false;

  const zh = /(?:把|将)?(.*?)(?:移动?|放|挪|调整?|排)(?:到|在|去|为)?(.*)/.exec(clause.text);
  const en =
    /\b(?:move|put|place|bring|shift|make|set|send)\b(.*?)(?:\b(?:to|at|in|into)\b|(?=\b(?:before|after)\b)|(?=\b(?:the )?(?:first|last)\b(?! (?:photo|picture|image|clip|one|longer|shorter|for|\d))(?!.*\b(?:to|at|before|after)\b)))(.*)/.exec(
      clause.text,
    );
  const parts = en ?? zh;
  if (!parts) return false;
  const what = namedClips(parts[1] ?? '')[0];
  if (
    what === undefined ||
    !(PHOTO.test(parts[1] ?? '') || context.topic === 'clips' || /第|the |\d/.test(parts[1] ?? ''))
  )
    return false;
  const goal = parts[2] ?? '';
  const beside = /\b(before|after)\b(.*)|(.*?)(前面|之前|后面|之后)/.exec(goal);
  const [neighbour] = namedClips(beside?.[2] ?? beside?.[3] ?? '');
  if (beside && neighbour !== undefined) {
    const after = /after|后/.test(beside[1] ?? beside[4] ?? '');
    // Taking the clip out first moves its later neighbours up by one.
    const shift = neighbour > what && what > 0 ? -1 : 0;
    return moved(clause, what, neighbour + shift + (after ? 1 : 0));
  }
  const position = new RegExp(`\\b(?:position|place|spot|number|slot) (${NUMBER})|第(${NUMBER})(?:个|张|位)?`).exec(
    goal,
  );
  if (position) return moved(clause, what, numberOf(position[1] ?? position[2] ?? ''));
  if (START.test(goal) || /\bfirst\b|第一/.test(goal)) return moved(clause, what, 1);
  if (END.test(goal) || /\blast\b|最后/.test(goal)) return moved(clause, what, -1);
  const [place] = namedClips(goal);
  return place === undefined ? false : moved(clause, what, place);
}

function moved(clause: Clause, clip: ClipRef, to: ClipRef): boolean {
  clause.edit('clips', { kind: 'move', clip, to });
  clause.text = '';
  return true;
}

function parseRemove(clause: Clause): boolean {
  if (
    !clause.has(
      /\b(?:remove|delete|drop|take out|get rid of|cut|without|lose|skip|exclude|leave out)\b|删|去掉|移除|不要|拿掉|去除/,
    )
  )
    return false;
  if (clause.has(/\b(?:zoom|pan|motion|movement|transition|between)|缩放|转场|动/)) return false;
  const refs = clipRefs(clause.text);
  if (refs === undefined) return false;
  if (refs === 'all') {
    if (clause.has(PHOTO)) clause.note({ kind: 'last-clip' });
    return clause.found.length > 0;
  }
  clause.edit('clips', { kind: 'remove-clips', clips: refs });
  clause.text = '';
  return true;
}

function parseAdd(clause: Clause, context: Context): void {
  if (context.clips === 0) return;
  const verb = /\b(?:add|use|using|include|append|insert|put|attach|from|of|take)\b|加|用|添|放|插|使用|接上/.exec(
    clause.text,
  );
  const speaks = clause.has(PHOTO) || clause.has(/\b(?:it|them|these|this)\b|它|这/);
  if (!speaks || !clause.has(NEW)) return;
  // "zoom in on this photo" and "make it longer" speak of what is there already.
  if (
    !verb &&
    !clause.has(
      /\b(?:these|new|uploaded)\b.*\b(?:photo|picture|image|pic|clip|video)s?\b|新(?:的)?(?:照片|图)|这(?:些|几张)/,
    )
  )
    return;
  if (
    clause.has(
      /\b(?:length|second|music|title|text|caption|volume|vertical|square|landscape|zoom|pan|motion)|秒|音乐|标题|竖屏|横屏/,
    ) &&
    !clause.has(/\b(?:new|these)\b|新/)
  )
    return;
  const at = START.test(clause.text) ? 'start' : 'end';
  if (context.newMedia.length > 0) {
    clause.edit('clips', { kind: 'add-media', media: context.newMedia.splice(0), at }, verb?.index ?? 0);
  } else if (verb && /\b(?:add|include|append|insert)\b|加|添|插/.test(verb[0]) && clause.has(PHOTO)) {
    clause.note({ kind: 'need-new-media' }, verb.index);
  } else {
    return;
  }
  clause.takeAll(PHOTO);
  clause.takeAll(NEW);
  clause.take(START);
  clause.take(END);
}
