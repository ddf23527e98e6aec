import { clipRefs } from './clip-refs.ts';
import type { ClipRef, ClipRefs, Edit, FadeEdit, Found, Note } from './edits.ts';
import type { Reading } from './words.ts';

/** What a clause, and the ones after it, speak of when they only say "it". */
export type Topic =
  | 'text'
  | 'music'
  | 'transition'
  | 'motion'
  | 'clips'
  | 'length'
  | 'aspect'
  | 'look'
  | 'speed'
  | 'sound'
  | 'fit';

/** What the readers of clauses know of the video. */
export interface Context {
  reading: Reading;
  /** Pictures and videos that never were in the video, oldest first. */
  newMedia: string[];
  /** Sounds, oldest first; `newAudio` are the ones that never were in the video. */
  audio: string[];
  newAudio: string[];
  /** Clips in the video; 0 before there is one. */
  clips: number;
  /** Clips in the video, or in the first one that is to be made. */
  places: number;
  /** How long the video is. */
  lengthMs?: number | undefined;
  hasText: boolean;
  /** What the texts of the video read. */
  texts: string[];
  /** The text that was added or changed last, or that the clause before quoted: what "it" may mean. */
  lastText?: string | undefined;
  hasMusic: boolean;
  /** Places of the clips that are videos, in the video as it is or will be first. */
  footage: ClipRef[];
  hasLogo: boolean;
  /** Clips that the clauses before named: "the rest" are the others. */
  mentioned?: ClipRef[];
  /** A clause before spoke of the logo. */
  logoSaid?: boolean;
  /** Clips that a clause of their own named: "the 2nd one, make it 2 secs". */
  named?: ClipRefs;
  /** The one clip that the clause before was about, where it is still there: what "it" may mean. */
  before?: ClipRef[] | undefined;
  /** Clips whose speed the clauses before spoke of. */
  sped?: ClipRef[];
  /** The clause before was about every text. */
  allTexts?: boolean;
  /** A text was said to be hard to read. */
  unreadable?: boolean;
  /** The pictures that the clause before spoke of fitting into the frame. */
  fitted?: ClipRefs;
  /** Clips that a remark before spoke of: what "it" may mean. */
  spokenOf?: ClipRef[];
  /** The fade from or to black that the clause before asked for; a time alone says how long it lasts. */
  fade?: FadeEdit | undefined;
  /** Colours of the whole picture were named. */
  coloursNamed?: boolean;
  /** Clips that the clause before made longer or shorter without saying how much. */
  lengthOf?: ClipRef[];
  /** What the last message changed. */
  lastPart?: string | undefined;
  /** Clips whose lengths were given so far. */
  measured?: ClipRef[];
  /** The clip that a numbered section ("1: zoom in 2: pan left") is about. */
  section?: ClipRef;
  /** Words for one photo after another are given: the next photo. */
  distributing?: ClipRef;
  /** Of the clause before. */
  topic?: Topic;
}

/** Clips in the video, or whether there will be some in the first one (1 at least). */
export function clipCount({ clips, footage, newMedia }: Context): number {
  return clips > 0 ? clips : Math.max(footage.length, newMedia.length > 0 ? 1 : 0);
}

/** A piece of a message that says one thing. What a reader has understood it blanks out of `text`. */
export class Clause {
  /** Index of the first letter in the message. */
  readonly at: number;
  /** As it came, folded. */
  readonly original: string;
  /** What nobody has understood yet. */
  text: string;
  /** Says "or" / "nor" / "and" before it: a "no" of the clause before may reach here. */
  joined: boolean;
  negated: boolean;
  topic: Topic | undefined;
  /** Says something about the video without asking for anything. */
  remark = false;
  readonly found: Found[] = [];

  constructor(at: number, text: string, joined: boolean) {
    this.at = at;
    this.original = text;
    this.text = text;
    this.joined = joined;
    this.negated = NEGATION.test(text);
  }

  /** Looks for a pattern in what is left and blanks it. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.blank(match.index, match.index + match[0].length);
    return match;
  }

  blank(from: number, to: number): void {
    this.text = this.text.slice(0, from) + ' '.repeat(to - from) + this.text.slice(to);
  }

  takeAll(pattern: RegExp): void {
    while (this.take(pattern)) {
      // blanked by take
    }
  }

  has(pattern: RegExp): boolean {
    return pattern.test(this.text);
  }

  /** A part of it, to be read by itself. */
  piece(from: number, to: number): Clause {
    return new Clause(this.at + from, this.text.slice(from, to), this.joined);
  }

  /** The clips that it speaks of; those of the numbered section where it names none. */
  refs(context: Context): ClipRefs | undefined {
    return (
      clipRefs(this.text, context.clips) ??
      theRest(this.text, context) ??
      (context.section === undefined ? undefined : [context.section]) ??
      (OTHERS.test(this.text) ? undefined : (context.named ?? onlyPhoto(this.text, context)))
    );
  }

  /** The same, where "it" or "there" may mean the clip that the clause before was about. */
  refsOrIt(context: Context): ClipRefs | undefined {
    const own = this.refs(context);
    if (own !== undefined || context.before === undefined || OTHERS.test(this.text)) return own;
    const goesOn = /并且?\s*$/.test(context.reading.text.slice(Math.max(0, this.at - 3), this.at));
    return goesOn || IT.test(this.text) ? context.before : undefined;
  }

  edit(topic: Topic, edit: Edit, at = 0): void {
    this.topic = topic;
    this.found.push({ at: this.at + at, edit });
  }

  note(note: Note, at = 0): void {
    this.found.push({ at: this.at + at, note });
  }
}

const REST =
  /\brest of the (?:photos|pictures|pics|clips)\b|\bthe (?:rest|others?(?: ones| photos| pictures| clips)?|remaining \w+)\b|\ball (?:the )?others\b|\beverything else\b|其[他余它](?!人)|剩下/;

/** All but the clips that the message named before. */
function theRest(text: string, { clips, mentioned = [] }: Context): ClipRef[] | undefined {
  if (mentioned.length === 0 || !REST.test(text)) return undefined;
  const places = mentioned.map((clip) => (clip < 0 ? clips + 1 + clip : clip));
  const rest = Array.from({ length: clips }, (_, i) => i + 1).filter((clip) => !places.includes(clip));
  return rest.length > 0 ? rest : undefined;
}

const ONE_PHOTO =
  /\b(?:the|that|this|my) (?:photo|picture|pic|image)\b(?!s| ?\d+\b(?! ?(?:s\b|sec|min|秒))| (?:video|film|slideshow))|(?<![每些有部的新])(?:照片|图片)(?![们都全之间])/;

/** "The photo" where the video has one photo beside its clips. */
function onlyPhoto(text: string, { clips, footage }: Context): ClipRefs | undefined {
  if (footage.length === 0 || footage.length !== clips - 1 || !ONE_PHOTO.test(text)) return undefined;
  return Array.from({ length: clips }, (_, i) => i + 1).filter((clip) => !footage.includes(clip));
}

const IT = /\b(?:it|there|that (?:one|photo|clip|bit|part))\b|它|那[张段里]/;

/** Not about the clip that was just named. */
const OTHERS =
  /\b(?:everything|all|every|each|whole|video|film|music|song)\b|全部|所有|视频|整个|每|音乐|[\ue000-\ue0ff]/;
const NEGATION =
  /\b(?:no|not|non|without|don'?t|do not|remove|delete|drop|get rid of|lose|skip|never|turn off|take (?:out|off|away|down)|clear|erase|disable|hide|off)\b|不要|别|去掉|删|移除|取消|不加|没有|无(?!缝)|不用|不需要|去除|拿掉|关掉|清除|不带/;

const PHOTO_WORD = '(?: (?:photo|picture|image|pic|clip|one|slide)s?)?';
const ITEM = `(?:first|second|third|fourth|fifth|sixth|last|第?\\d+(?:st|nd|rd|th)?|(?:第)?[一二两三四五六七八九十]+|最后一)(?:张|个|段|幅|张照片|张图片)?`;
const BEFORE_LIST = new RegExp(
  `(?:${ITEM}${PHOTO_WORD}|(?:photo|picture|pic|image|clip) {1,3}(?:\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten))\\s*$`,
);
const AFTER_LIST = new RegExp(
  `^\\s*(?:the +)?(?:(?:photo|picture|pic|image|clip) {1,3}(?:one|two|three|four|five|six|seven|eight|nine|ten)\\b|(?:(?:photo|picture|image|pic|clip) {1,3})?${ITEM}(?!\\d|\\s*(?:秒|s\\b|sec|分|%|[:比x×])))`,
);
/** Words that go in pairs: "in and out", "black and white". */
const PAIR_BEFORE = /(?:\bin|\bup|\bleft|\bblack|淡入)\s*$/;
const PAIR_AFTER = /^\s*(?:out\b|down\b|right\b|white\b|淡出)/;
/** "Second 3, third 4" gives each photo a number of its own, and is no list of photos. */
const GIVEN = /\b(?:first|second|third|fourth|fifth|sixth|last) \d{1,3}(?:\.\d)?\s*$/;
/** "Could the class picture come last and the bus one come first". */
const GOES = /\b(?:comes?|goes?|be) (?:first|last)\s*$/;
const KEEPS_WITH =
  /\b(?:replace|swap|switch|exchange|substitute|fill|change|caption|label|start|begin|open|end|finish|close|trade)\b[\s\S]*$/;
const SEPARATORS =
  /(?<strong>[!?;。;\n…]+|\.(?!\d))|(?<comma>[,、])|(?<with>(?<!\bones? )\bwith\b)|(?<then>\b(?:and then|then|after that|(?<!\b(?:all|everything|everyone|any|nothing) )but|(?<=\b(?:anything|nothing|any of (?:it|them)) )just(?= [a-z])|while|plus|also|as well as|and also)\b|然后|接着|并且|并(?!排)|同时|而且|但是|但|另外|此外|再(?=加|把|换|改|来|配|给)|(?<=\d ?s(?:ec|ecs|econds?)?)\s+(?=(?:the )?(?:rest|others)\b)|(?<=秒)(?=其[他余它]|剩下)|(?<=[乐屏形秒题幕场])加上?(?=标题|音乐|字幕|欢快|动感|浪漫|转场|配乐|文字))|(?<and>\band\b|&|\+|以及|还有|(?<![柔温暖缓平饱])和(?!音乐的?节)|跟(?![着随上]|音乐)|与)|(?<or>\bor\b|\bnor\b|或者|或|也不要|也别)/g;

/** So many letters on either side of a separator say whether it separates. */
const NEAR = 80;

/** Cuts a message where a new instruction may begin; lists such as "photos 1, 2 and 3" stay whole. */
export function clauses(text: string): Clause[] {
  const all: Clause[] = [];
  let start = 0;
  let joined = false;
  const close = (end: number) => {
    const piece = text.slice(start, end);
    if (piece.trim() !== '') all.push(new Clause(start, piece, joined));
  };
  for (const match of text.matchAll(SEPARATORS)) {
    const before = text.slice(Math.max(start, match.index - NEAR), match.index);
    const end = match.index + match[0].length;
    const after = text.slice(end, end + NEAR);
    const groups = match.groups ?? {};
    const softly = groups.comma !== undefined || groups.and !== undefined || groups.or !== undefined;
    if (softly && PAIR_BEFORE.test(before) && PAIR_AFTER.test(after)) continue;
    if (softly && BEFORE_LIST.test(before) && !GIVEN.test(before) && !GOES.test(before) && AFTER_LIST.test(after))
      continue;
    if (groups.and !== undefined && /^ a half\b/.test(after)) continue;
    if (groups.with !== undefined && KEEPS_WITH.test(before)) continue;
    close(match.index);
    start = match.index + match[0].length;
    joined = groups.or !== undefined || groups.and !== undefined || match[0] === '、';
  }
  close(text.length);
  spreadNegation(all);
  return all;
}

const BARE_NOUN =
  /^\s*(?:any |a |the |an )?(?:music|titles?|texts?|captions?|subtitles?|transitions?|sounds?|motion|movement|effects?|zoom|标题|音乐|字幕|文字|转场|配乐|背景音乐|动画)(?: at all| please)?[了的吧]?\s*$/;

// "without music or titles", "不要音乐和标题"
function spreadNegation(all: Clause[]): void {
  for (const [i, clause] of all.entries()) {
    if (i > 0 && clause.joined && all[i - 1]?.negated && BARE_NOUN.test(clause.original)) clause.negated = true;
    // 文字和音乐都不要了: the last one speaks for both.
    const next = all[i + 1];
    if (next?.joined && BARE_NOUN.test(clause.original) && /都(?:不要|去掉|删|不用)/.test(next.original)) {
      clause.negated = true;
      clause.joined = true;
    }
  }
}
