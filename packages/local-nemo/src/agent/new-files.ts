/** What files that were sent after a video was made are meant for, where the message speaks of all of them. */
type NewFilesUse = 'new-video' | 'in-place-of-all' | undefined;

const FILM = 'videos?|clips?|movies?|films?|slideshows?|reels?|montages?|tiktoks?|shorts?|stor(?:y|ies)';
/** "Make a 6-second vertical clip", "turn these into a reel", "a video of these three". */
const NEW_VIDEO_EN = new RegExp(
  String.raw`\b(?:make|create|build|produce|generate|do|cut|edit|need|want|like)\s+(?:me |us |out |of |from |with |these |those |them |this |all |the |new |ones |photos |pictures |pics |into |up )*(?:an?|one|my|some)\s[^.!?,]{0,40}\b(?:${FILM})\b` +
    String.raw`|\b(?:turn|make|convert|transform|put)\s(?:all )?(?:of )?(?:these|those|them|this)\b[^.!?,]{0,30}\binto\s+(?:an?|one)\b` +
    String.raw`|\b(?:${FILM})\s(?:out )?(?:of|from|with|using) (?:all )?(?:of )?(?:these|those|them|this|the new)\b`,
  'i',
);
const NEW_VIDEO_ZH =
  /(?:做|制作|生成|剪|弄|拼|合成)(?:成|出|一下)?(?:一?[个個段条條支部]|[0-9一二两三四五六七八九十]+秒)[^，。！？]{0,12}(?:视频|短片|影片|短视频|片子|幻灯片)|(?:这|那|新)[^，。！？]{0,8}(?:做|变|剪|拼|弄|合)成[^，。！？]{0,12}(?:视频|短片|影片|片子)/;
/** Words that let the files join the video there is. */
const JOINS =
  /\b(?:add|append|insert|include|attach|join|also|too|as well|extend|continue|along with|together with)\b|\b(?:longer|shorter|slower|faster) (?:video|clip|movie|film|slideshow|reel)\b|\b(?:the|this|that|my|our|existing|current|same|old) (?:video|clip|movie|film|slideshow|reel|one)\b|加|添|插|接|一起|放进|放到|也/i;
const ALL_NEW =
  '(?:these (?:ones|photos|pictures|pics|images|three|two|four)|these|those|this|them|it|the new (?:ones|photos|pictures|pics|images|clips)|the new one)';
/** "Use these instead", "replace all the photos with these", "only the new ones". */
const INSTEAD_EN = new RegExp(
  String.raw`\b(?:use|take|with|try|show|put in)\s(?:only |just )?${ALL_NEW}(?:\s\w{1,12}){0,2}\s+instead\b|\binstead\b[^.!?]{0,20}\b(?:use|take)\s${ALL_NEW}\b` +
    String.raw`|\b(?:replace|swap|exchange|substitute)\s(?:all|everything|them all|all of them|(?:all )?(?:of )?the (?:old )?(?:photos|pictures|pics|images|clips|ones))(?:\s(?:photos|pictures|pics|images|clips|the|old|of|them))*\s(?:with|for|by)\s${ALL_NEW}` +
    String.raw`|\b(?:only|just)\s(?:use |with |show )?the new (?:ones|photos|pictures|pics|images|clips)\b|\buse (?:only|just)\s${ALL_NEW}\b`,
  'i',
);
const INSTEAD_ZH =
  /(?:换|替换|改)(?:成|为|用)(?:这|新的?)[几些]?[张張段个個]?(?:照片|图片|图)?|(?:全|都|全部)(?:部)?(?:换|替换)|只(?:用|要|留)(?:新|这)(?:的|几|些)?/;
const ONE_PLACE =
  /\b(?:photo|picture|pic|image|clip|number|no\.?|slide|shot)\s?#?\d|\b(?:first|second|third|fourth|fifth|last|middle)\b|第.{1,3}[张段个]|最后|中间|音乐|\b(?:music|song|audio|sound|title|text)\b/i;

/** What the files are for, and the message without the words that say so where the rest is to be read alone. */
export interface NewFilesWish {
  use: NewFilesUse;
  rest: string;
}

/** Reads whether files that are not in the video yet are to be a video of their own, or to take every photo's place. */
export function useOfNewFiles(message: string): NewFilesWish {
  const joins = JOINS.test(message);
  if (!joins && (NEW_VIDEO_EN.test(message) || NEW_VIDEO_ZH.test(message))) return { use: 'new-video', rest: message };
  const [instead] = INSTEAD_EN.exec(message) ?? (joins ? undefined : INSTEAD_ZH.exec(message)) ?? [];
  if (instead === undefined || ONE_PLACE.test(message)) return { use: undefined, rest: message };
  return { use: 'in-place-of-all', rest: message.replace(instead, ' ').trim() };
}
