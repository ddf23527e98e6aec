import { compact, isChinese, normalise } from './normalise.ts';

/** A longer text tells a story of its own, in which anything may be "this picture"; in UTF-16 units. */
const LONGEST = 600;

const words = (list: string) => new Set(list.split(' '));

const PICTURES = words(
  'image images img photo photos photograph photographs picture pictures pic pics selfie selfies screenshot screenshots portrait portraits drawing drawings painting paintings artwork sketch sketches still stills snapshot snapshots logo attachment attachments file files',
);
const FILMS = words('video videos clip clips footage recording recordings');
const POINTERS = words('this these that those my our attached uploaded both');
/** Between "my" and "photo" these may stand, but nothing that begins something else. */
const BREAKS = words(
  'a an the of in on at to for from with about like as and or but is are was were be has have had that which who whose when while then into by it me you he she they we i make create show shows showing looks',
);
const ORDINALS = words('first second third fourth fifth last next other same attached above following uploaded');
/** What is done to something that is there. */
const CHANGES = words(
  'turn turning convert converting transform transforming animate animating edit editing use using combine combining merge merging enhance restore colorize colorise upscale crop trim cut shorten stabilize stabilise reverse rotate retouch loop resize morph',
);
const THINGS = words('this these that those it them');
const MAKES = words('make let bring get have');
const ALIVE = words('move moving dance dancing alive come life animated fly talk speak sing smile blink wink wave');
/** After "this" or "it" these show that it stands for the whole thing, as in "turn this into …". */
const GOES_ON = words(
  'into to as with and please for using so in like slowly gently smoothly up out together now here a by from at 2 or then one but',
);
const OUT_OF = words('from using with of');
const SHOWN = words('video clip movie film reel slideshow animation something one montage gif story');

/**
 * Whether a request speaks of a picture or clip that somebody must have given, such as "turn this image into a video" or
 * "让照片动起来". "Make a sunset video" and "a video with a photo of a cat" speak of none. In a project that holds no file
 * such a request is not worth its price yet.
 */
export function speaksOfGivenFile(text: string): boolean {
  if (text.length > LONGEST) return false;
  const plain = normalise(text);
  return isChinese(plain) ? inChinese(compact(plain)) : inEnglish(plain);
}

/** Words, and `.` for whatever ends a thought. */
function tokensOf(plain: string): string[] {
  const tokens: string[] = [];
  let word = '';
  for (const letter of `${plain} `) {
    if (/[\p{L}\p{N}]/u.test(letter)) {
      word += letter;
      continue;
    }
    if (word) tokens.push(word);
    word = '';
    if (letter !== ' ' && letter !== '-' && letter !== "'") tokens.push('.');
  }
  return tokens;
}

function inEnglish(plain: string): boolean {
  const tokens = tokensOf(plain);
  return tokens.some(
    (token, at) =>
      (PICTURES.has(token) && (isPointedAt(tokens, at) || isBareFeature(tokens, at))) ||
      (FILMS.has(token) && isPointedAt(tokens, at) && isChanged(tokens, at)) ||
      (THINGS.has(token) && standsForFile(tokens, at)),
  );
}

/** "My old photo", "these two pictures", "animate the photo", "the first image", "the picture I sent". */
function isPointedAt(tokens: string[], at: number): boolean {
  for (let before = at - 1; before >= Math.max(0, at - 4); before--) {
    const token = tokens[before] ?? '';
    if (token === 'that' || token === 'those') return before === at - 1;
    if (POINTERS.has(token)) return true;
    if (token === 'static' && CHANGES.has(tokens[before - 1] ?? '')) return true;
    if (token === 'the') return isNamedByThe(tokens, before, at);
    if (token === '.' || BREAKS.has(token)) return false;
  }
  return false;
}

function isNamedByThe(tokens: string[], the: number, at: number): boolean {
  const [next = '', afterNext = ''] = tokens.slice(at + 1, at + 3);
  if (['above', 'below', 'attached', 'uploaded'].includes(next)) return true;
  if ((next === 'i' || next === 'we' || next === 'you') && afterNext !== '') return true;
  if (tokens.slice(the + 1, at).some((token) => ORDINALS.has(token))) return true;
  return tokens.slice(Math.max(0, the - 2), the).some((token) => CHANGES.has(token));
}

/** What a request calls by the name of what it is: "image to video". */
function isBareFeature(tokens: string[], at: number): boolean {
  return at === 0 && tokens[1] === 'to' && SHOWN.has(tokens[2] ?? '') && tokens.length <= 4;
}

/** "My video" is what is to be made, unless something is done to it. */
function isChanged(tokens: string[], at: number): boolean {
  const before = tokens.slice(Math.max(0, at - 5), at);
  if (before.some((token) => CHANGES.has(token))) return true;
  const puts = before.findIndex((token) => token === 'add' || token === 'put');
  return puts >= 0 && before.slice(puts).some((token) => token === 'to' || token === 'on' || token === 'over');
}

/** "Turn this into …", "animate it", "a video from these", "make it move". */
function standsForFile(tokens: string[], at: number): boolean {
  const token = tokens[at] ?? '';
  const before = tokens[at - 1] ?? '';
  const next = tokens[at + 1] ?? '.';
  const isWhole = next === '.' || GOES_ON.has(next) || next.endsWith('ly');
  if (CHANGES.has(before) && isWhole) return true;
  if (MAKES.has(before)) {
    const end = tokens.indexOf('.', at);
    return tokens.slice(at + 1, Math.min(end < 0 ? at + 4 : end, at + 4)).some((each) => ALIVE.has(each));
  }
  if (!OUT_OF.has(before) || !isWhole || (before !== 'from' && before !== 'using' && token === 'it')) return false;
  return tokens.slice(Math.max(0, at - 5), at - 1).some((each) => SHOWN.has(each));
}

const ZH_PICTURES = ['图片', '照片', '相片', '图像', '截图', '自拍', '素材', '静态图', '附件', '画像', '插画', '老照'];
const ZH_POINTERS = [
  ...['这', '那'].flatMap((one) =>
    ['', '张', '些', '几张', '两张', '三张', '个', '组', '幅', '套'].map((count) => `${one}${count}`),
  ),
  ...[
    '我的',
    '我这',
    '我拍的',
    '我发的',
    '我上传的',
    '上传的',
    '上面的',
    '下面的',
    '附上的',
    '发给你的',
    '所有',
    '全部',
  ],
];
const ZH_BEFORE = ['把', '将', '用', '让', '给', '使', '使用', '转换', '转换我的', '基于', '根据'];
const ZH_AFTER = [
  '动起来',
  '动一动',
  '活起来',
  '变成',
  '变',
  '转成',
  '转为',
  '转',
  '做成',
  '生成',
  '制作',
  '合成',
  '里的人',
  '加',
];
const ZH_THINGS = ['它', '这个', '这些', '这', '它们', '这张', '这几张', '这张图', '这图'];
const ZH_DONE = ['动', '活', '做', '变', '转', '生成', '制作', '弄', '合成', '剪', '拼'];
/** Pictures that nobody has to send: a wall of them, their style. */
const ZH_NOT_A_FILE = ['墙', '风格', '质感', '感', '框', '集锦', '廊'];

function inChinese(plain: string): boolean {
  return ZH_PICTURES.some((noun) => placesOf(plain, noun).some((at) => isGiven(plain, at, noun))) || standsForIt(plain);
}

function isGiven(plain: string, at: number, noun: string): boolean {
  const after = plain.slice(at + noun.length);
  if (ZH_NOT_A_FILE.some((each) => after.startsWith(each))) return false;
  const before = plain.slice(Math.max(0, at - 8), at);
  const near = ['', '的', '静态', '静态的', '老', '旧', '的老', '这种', '几', '所有'].flatMap((between) =>
    before.endsWith(between) ? [before.slice(0, before.length - between.length)] : [],
  );
  if (near.some((text) => ZH_POINTERS.some((pointer) => text.endsWith(pointer)))) return true;
  if (near.some((text) => ZH_BEFORE.some((verb) => text.endsWith(verb)))) return true;
  // "照片变视频", "图片转视频": nothing before it says whose.
  return at === 0 && ZH_AFTER.some((verb) => after.startsWith(verb));
}

/** "把它做成视频", "让它动起来", "用这些做个短片". */
function standsForIt(plain: string): boolean {
  return ['把', '将', '让', '用', '使'].some((verb) =>
    placesOf(plain, verb).some((at) => {
      const rest = plain.slice(at + verb.length);
      return ZH_THINGS.some(
        (thing) => rest.startsWith(thing) && ZH_DONE.some((done) => rest.slice(thing.length).startsWith(done)),
      );
    }),
  );
}

function placesOf(plain: string, part: string): number[] {
  const places: number[] = [];
  for (let at = plain.indexOf(part); at >= 0; at = plain.indexOf(part, at + part.length)) places.push(at);
  return places;
}
