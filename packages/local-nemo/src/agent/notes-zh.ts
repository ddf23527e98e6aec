import type { Edit, Note, Part, TextStyle, Unsupported } from './edits.ts';
import { place, seconds } from './grammar-zh.ts';

const STYLES: Record<TextStyle, string> = { title: '标题', caption: '字幕' };
const CANNOT: Record<Unsupported, string> = {
  retouch: '我不能修图，也不能改变画面内容，可以用推近或平移来突出主体。',
  background: '我不能去除或更换照片背景，最接近的做法是推近到主体。',
  filter: '我能做的色调有：黑白、复古、暖色和冷色，可以用于全片，也可以只用于某一张。',
  voice: '我不能配音或生成旁白。您可以发来音频文件作为配乐，或者让我把文字做成字幕。',
  backwards: '我不能倒放片段，可以变速、剪短或颠倒片段的顺序。',
  sticker: '我不能加贴纸或特效，可以加标题、字幕，或把您的图片作为标志。',
  subtitles: '我不能把语音转成字幕。告诉我文字内容，我可以加成字幕。',
  translate: '我不能翻译。请直接告诉我译好的文字，例如“把标题改成“Summer””。',
  'song-start': '音乐总是从头播放，不能从中间某一处开始，可以做淡入。',
  'split-screen': '画面上一次只显示一张，不能把几张并排放在一起。',
  'partial-speed': '变速只能用于整个片段，不能只改其中一部分。可以先把片段剪短，再给它变速。',
  'partial-music': '音乐贯穿全片，音量一致，不能只改某一张照片处的音乐。可以淡入淡出，或整体调整。',
  streaming: '我不能使用流媒体平台的歌曲。您可以发来音频文件，或选择风格：平静、Lo-fi、动感、电影感、欢快、浪漫。',
  generate: '我不能让照片里的人或物动起来，也不能凭空添加内容，可以做镜头的推拉和平移。',
  resolution: '分辨率和帧率在导出时选择：请说“用4K导出”或“用60帧导出”。不说的话是 1080p、每秒 30 帧。',
  font: '我不能改字体，可以改文字内容、大小、颜色、位置和时间，也可以加底框、描边或发光。',
  loop: '我做的是正向播放的 MP4；说“做成循环”，结尾就会接回开头。',
  side: '文字不能靠左或靠右，只能居中放在上方、中间或下方。',
};
const PARTS: Record<Part, string> = {
  text: '文字',
  music: '音乐',
  length: '时长',
  clips: '照片和顺序',
  aspect: '画面比例',
  transition: '转场',
  motion: '镜头运动',
  look: '颜色',
  speed: '速度',
  sound: '原声',
  fit: '画面铺放方式',
};
const SUGGESTIONS: Partial<Record<Part | 'any', string[]>> = {
  text: ['“第二张写‘你好’”', '“标题大一点”', '“去掉标题”'],
  music: ['“换欢快的音乐”', '“音量20%”', '“不要音乐”'],
  any: ['“改成15秒”', '“第三张放最前面”', '“换欢快的音乐”'],
};
const WOULD: Partial<Record<Edit['kind'], string>> = {
  length: '改整个视频的时长',
  'scale-length': '改整个视频的时长',
  'add-length': '改整个视频的时长',
  'clip-length': '改某张照片的时长',
  'remove-clips': '删除照片',
  'keep-clips': '删除照片',
  'remove-text': '删除文字',
  'remove-music': '去掉音乐',
};

const NO_FOOTAGE: Record<Extract<Note, { kind: 'no-footage' }>['what'], string> = {
  speed: '照片没有播放速度，可以改停留时间，比如“第一张6秒”。',
  sound: '照片没有自己的声音。要改音乐，可以说“音量20%”或“不要音乐”。',
  trim: '照片没有可以剪的开头和结尾，可以改停留时间，比如“第一张6秒”。',
};

const quoted = (text: string) => `“${text.replace(/[\ue000-\ue1ff]/g, '…').slice(0, 80)}”`;

/** Clips and texts that are named in one answer. */
const MOST_LISTED = 10;
const MOODS_ZH: Record<string, string> = {
  calm: '平静',
  lofi: 'Lo-fi',
  upbeat: '动感',
  cinematic: '电影感',
  happy: '欢快',
  romantic: '浪漫',
};

type Say = { [K in Note['kind']]?: (note: Extract<Note, { kind: K }>) => string | string[] };

const SAY: Say = {
  state: ({ ms, aspect, clips, music, own, texts }) =>
    [
      `视频现在共 ${seconds(ms)} 秒，${aspect}：`,
      `${clips
        .slice(0, MOST_LISTED)
        .map(({ name, ms: d }, i) => `${i + 1}“${name}”${seconds(d)} 秒`)
        .join('、')}${clips.length > MOST_LISTED ? `，还有 ${clips.length - MOST_LISTED} 个` : ''}。`,
      music === undefined
        ? '没有音乐。'
        : own
          ? `音乐是您的音频“${music}”。`
          : `音乐是${MOODS_ZH[music] ?? music}风格。`,
      ...(texts.length > 0 ? [`画面上的文字：${texts.slice(0, MOST_LISTED).map(quoted).join('、')}。`] : []),
    ].join(''),
  'need-media': () => '制作视频至少需要一张照片或一段视频。',
  'need-new-media': () => '我还没有收到新的照片。请先发来，再告诉我一次。',
  'need-audio': () => '我还没有收到您的音频，所以音乐没有变。请发来 MP3、WAV、M4A 或 AAC 文件，我会用作配乐。',
  'need-words': ({ style, each }) =>
    each ? '每张照片要写什么？比如：第一张“早”，第二张“中”，第三张“晚”。' : `${STYLES[style]}要写什么？`,
  'no-such-clip': ({ clip, count }) => `没有${place(clip)}：视频共有 ${count} 个片段。`,
  'last-clip': () => '这样就没有片段了，所以我保留了它们。',
  'no-text': ({ style, clip }) =>
    `${clip === undefined ? '视频里' : `${place(clip)}上`}没有${style ? STYLES[style] : '文字'}，所以没有改动。`,
  'no-music': () => '视频里没有音乐。',
  'nothing-to-undo': () => '没有可以撤销的修改。',
  'nothing-to-restore': ({ what }) => `${PARTS[what]}没有改动过，所以没有可以恢复的。`,
  'vague-length': () => '具体要多少秒？比如“改成15秒”。',
  unsure: ({ text, edit }) =>
    `我不确定${quoted(text)}的意思，所以这部分没有改动。我会${WOULD[edit] ?? '调整顺序'}，是这样吗？如果是，请说得更明确一些。`,
  'too-long': ({ count }) => `内容很长，我只读了前 ${count} 个字。`,
  undrawable: ({ characters }) => `没有能显示 ${characters.join(' ')} 的字体，视频里的文字会去掉它。`,
  'clamped-length': ({ ms }) => `做不到您要的时长，最接近的是 ${seconds(ms)} 秒。`,
  'clamped-speed': ({ speed }) => `播放速度只能在 0.25 到 4 倍之间，现在是 ${speed} 倍。`,
  'footage-short': ({ ms }) => `素材最多只有 ${seconds(ms)} 秒；说“放慢一半”或“重复两遍”可以更长。`,
  'trim-too-much': ({ ms }) => `一共只有 ${seconds(ms)} 秒，这样剪就几乎不剩了，所以没有改动。`,
  'no-footage': ({ what }) => NO_FOOTAGE[what],
  'which-clip': ({ what }) =>
    what === 'trim' ? '您指的是哪一段？比如“第一段从3秒到8秒”。' : '您指的是哪一张？比如“第二张5秒”，或“每张5秒”。',
  'need-logo': () => '请把标志的图片发给我，或告诉我是哪一张，比如“第三张做右上角的标志”。',
  'no-logo': () => '视频里没有标志。',
  'no-beat': ({ why }) =>
    ({
      music: '没有可以卡点的音乐，请先加音乐，比如“动感的音乐”。',
      own: '我不知道您的音频的节奏，只能按我配的音乐卡点，比如“动感的音乐”。',
      short: '视频太短，片段没法跟上节拍，请先加长。',
    })[why],
  'one-clip': () => '视频只有一个片段，没有顺序或转场可调。',
  already: ({ rest }) => (rest ? '其余的本来就是这样。' : ['视频已经是这样了，没有改动。', '现在就是这样，不用改。']),
  'nothing-to-vary': () =>
    '这个视频没有镜头运动、转场或我配的音乐可以换。请告诉我想试什么，比如“慢慢放大”或“加上动感的音乐”。',
  'no-such-file': ({ name, have }) =>
    `没有名为“${name}”的文件${have.length === 0 ? '' : `，现有${have.map((one) => `“${one}”`).join('、')}`}。`,
  kept: () => ['好的，保持不变。', '好的，不改。'],
  'unused-media': ({ count }) => `还有 ${count} 张新照片没有放进视频，说“加上新照片”即可加入。`,
  cannot: ({ what }) => CANNOT[what],
  ignored: ({ text }) => `我没有看懂${quoted(text)}，这部分没有处理。`,
  greeting: () => ['您好！想改什么？比如“改成15秒”。', '您好！想改哪里？'],
  thanks: () => ['不客气！还想改什么？比如“改成15秒”或“加上轻快的音乐”。', '不用谢！还想改哪里？'],
  praise: () => ['很高兴您喜欢！还想改什么请告诉我。', '谢谢！想改哪里直接说就行。'],
  complaint: () => [
    '抱歉没有做好。最想改的是哪一点：时长、音乐、顺序还是文字？',
    '抱歉。请说一处要改的地方，或说“撤销”退回上一步。',
  ],
  help: () => [
    '我可以把照片和视频做成短片：时长、推拉平移、转场、标题、音乐、画面比例和顺序。比如“做一个10秒的视频，慢慢放大”或“标题写‘夏天’，配平静的音乐”。',
    '您可以说“交换第一张和第二张”“第一张6秒”“第二张写‘你好’”“黑白”或“撤销”。',
  ],
  price: () => ['不用钱：视频就在这台机器上制作。', '这里是免费的。'],
  duration: () => ['短视频一般几秒到半分钟，长的会久一些。', '通常不到一分钟。'],
  formats: () => [
    '支持 JPG、PNG、GIF、WebP，MP4、MOV、AVI、WebM、MKV，MP3、WAV、M4A、AAC；成片是 MP4。',
    '常见的照片、视频和音频格式都可以，成片是 MP4。',
  ],
  maker: () => ['我是内置的 Nemo，一个在这台机器上剪视频的程序。', '我是程序，不是人。'],
  show: () => ['视频已经可以导出了。', '已经好了，导出即可观看。'],
  question: () => ['我只会剪视频，这个回答不了。请告诉我要改什么。', '这个我不懂，我只负责剪视频。想改哪里？'],
  yes: () => ['请告诉我要改什么，比如“改成15秒”。', '想改哪里？'],
  'not-understood': ({ text, near, asks }) => {
    if (asks) {
      const words = text === undefined ? '这句' : quoted(text);
      return [
        `我没有看懂${words}，所以没有改动。`,
        `${words}我还是不明白，没有改动。`,
        `抱歉，${words}我看不懂，视频保持不变。`,
      ];
    }
    const [a, b, c] = SUGGESTIONS[near ?? 'any'] ?? SUGGESTIONS.any ?? [];
    return [
      `我没有看懂${text === undefined ? '' : quoted(text)}，所以没有改动。您可以说${a}、${b}或${c}。`,
      `${text === undefined ? '这句' : quoted(text)}我还是不明白，没有改动。请一次说一件事，比如${b}、${c}或${a}。`,
    ];
  },
};

/** What could not be done, or must be said or asked, in Chinese; several wordings for what may be heard twice. */
export function noteInChinese(note: Note): string[] {
  // The compiler cannot see that the sentence found under a note's kind is for this very note.
  const said = (SAY[note.kind] as ((note: Note) => string | string[]) | undefined)?.(note) ?? [];
  return typeof said === 'string' ? [said] : said;
}
