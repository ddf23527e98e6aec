import type { Clause } from './clauses.ts';

/** Words that tell somebody to do something, at the start of a clause. */
export const COMMAND =
  /^\W*(?:please |also |then |now |can you |could you |and |i want (?:you to )?|i'd like (?:you to )?|let's )*(?:add|put|apply|insert|use|give|turn|change|remove|replace|set|make|include|create|delete|move|render|draw)\b|^[\s请再也帮我给]*(?:加|添|换|改|删|去掉|放|做|设|调|变|用|把|让)/;
const FILLER =
  /\b(?:please|pls|also|then|now|can|could|would|you|i|we|want|need|like|to|have|me|us|my|our|your|the|a|an|it|its|this|that|these|those|them|of|from|into|out|for|in|on|at|as|by|and|some|just|really|very|so|nice|good|great|cool|beautiful|lovely|amazing|awesome|better|pretty|simple|short|quick|little|small|smooth|professional|high|quality|hd|1080p|full|video|videos|clip|clips|movie|film|slideshow|mp4|reel|photo|photos|picture|pictures|image|images|pic|pics|everything|thing|something|anything|sure|make|create|turn|use|using|do|give|let's|i'd|with|be|all|here|there|are|is|uploaded|sent|new|animate|animated|one|edit|together|project|result|thanks|thank|up|get|will|should|more|bit)\b/g;
const ZH_FILLER =
  /请|帮我|给我|我|想|要|把|将|做成|做|成|制作|生成|视频|短片|影片|照片|图片|这些|这张|这个|这|张|些|用|一个|个|一段|段|的|吧|了|一下|谢谢|好看|漂亮|高清|让|变|它|来|出|和|为|是|再|也|弄|剪辑|几|一|里|上|加|到|改/g;

/** What a clause that nobody has understood asks for; undefined when it is no more than talk. */
export function strangeCommand(clause: Clause, isFirst: boolean): string | undefined {
  if (!COMMAND.test(clause.original)) return undefined;
  const rest = clause.text
    .replace(FILLER, '')
    .replace(ZH_FILLER, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (rest.length < (/\p{Script=Han}/u.test(rest) ? 2 : 3)) return undefined;
  return isFirst && isVideoWish(clause.original) ? undefined : clause.original.trim();
}

/** True for words that ask for a video and say no more. */
export function isVideoWish(text: string): boolean {
  return /\b(?:video|clip|movie|film|slideshow|animate|montage|reel)\b|视频|短片|影片|相册/.test(text);
}
