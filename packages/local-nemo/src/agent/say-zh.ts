import type {
  Aspect,
  AudioSegment,
  Corner,
  Look,
  Mood,
  Motion,
  TextDesign,
  TextSegment,
  TransitionKind,
  VideoSegment,
} from '../draft.ts';
import type { Change, Moving, TextPlace, Which } from './changes.ts';
import { colorName } from './colors.ts';
import { clockTime } from './grammar-en.ts';
import { material, nounOfClips, percent, seconds } from './grammar-zh.ts';

const MOTIONS: Record<Motion, string> = {
  'zoom-in': '推近',
  'zoom-out': '拉远',
  'pan-left': '向左平移',
  'pan-right': '向右平移',
  'pan-up': '向上平移',
  'pan-down': '向下平移',
  still: '保持静止',
};
const TRANSITIONS: Record<TransitionKind, string> = {
  crossfade: '交叉淡化',
  'fade-black': '黑场过渡',
  slide: '滑动转场',
  wipe: '擦除转场',
  cut: '直接切换',
};
const MOODS: Record<Mood, string> = {
  calm: '平静',
  lofi: ' Lo-fi ',
  upbeat: '动感',
  cinematic: '电影感',
  happy: '欢快',
  romantic: '浪漫',
};
const FORMATS: Partial<Record<Aspect, string>> = { '16:9': '横屏', '9:16': '竖屏', '1:1': '方形' };
const STYLES: Record<TextSegment['m']['style'], string> = { title: '标题', caption: '字幕' };
const POSITIONS = { top: '上方', center: '中间', bottom: '下方' };
const LOOKS: Record<Look, string> = { bw: '黑白', sepia: '复古色调', warm: '暖色调', cool: '冷色调' };

const CORNERS: Record<Corner, string> = { tl: '左上', tr: '右上', bl: '左下', br: '右下' };
const DESIGNS: Record<TextDesign, string> = { plate: '带底框', outline: '描边', glow: '发光' };
const nameOf = ({ m }: TextSegment) => (m.under ? '副标题' : STYLES[m.style]);

type Say = { [K in Change['kind']]: (change: Extract<Change, { kind: K }>) => string };

const SAY: Say = {
  created: ({ ms, aspect, clips }) => `已用您的${material(clips)}制作了一段 ${seconds(ms)} 秒的 ${aspect} 视频。`,
  removed: ({ places, left }) => `已删除${numbered(places)}，还剩 ${left.length} 个片段：${inOrder(left)}。`,
  added: ({ clips, at, ms }) =>
    `已在${at === 'start' ? '开头' : '结尾'}加入 ${clips.length} ${nounOfClips(clips) === '照片' ? '张新照片' : '个新素材'}，视频现在共 ${seconds(ms)} 秒。`,
  replaced: ({ place, clip }) => `已把第 ${place} 个片段换成您的新${nounOfClips([clip])}。`,
  shows: ({ clips, ms }) => `视频现在只用${inOrder(clips)}，共 ${seconds(ms)} 秒。`,
  order: ({ clips }) => `现在的顺序是：${inOrder(clips)}。`,
  length: ({ ms }) => `视频现在是 ${seconds(ms)} 秒。`,
  'clip-lengths': ({ lengths, total }) =>
    `${lengths.map(({ which, ms }) => `${subject(which)}现在是 ${seconds(ms)} 秒`).join('，')}，全片共 ${seconds(total)} 秒。`,
  repeated: ({ times, total }) => `全部片段现在依次播放 ${times} 遍，全片共 ${seconds(total)} 秒。`,
  copied: ({ places, clips, total }) =>
    `${places
      .slice(0, MOST_NAMED)
      .map((at) => `“${clips[at - 1]?.m.name}”现在作为第 ${at} 个片段再放一次`)
      .join('，')}${places.length > MOST_NAMED ? `等共 ${places.length} 段` : ''}，全片共 ${seconds(total)} 秒。`,
  speed: ({ speeds }) =>
    `${speeds.map(({ which, value }) => `${subject(which)}现在${value === 1 ? '以正常速度' : `以 ${value} 倍速`}播放`).join('，')}；如有声音，音调不变。`,
  'in-point': ({ clips }) =>
    `${clips.map(({ place, inMs }) => `第 ${place} 个片段现在从原文件的 ${clockTime(inMs)} 开始`).join('，')}。`,
  'clip-volume': ({ volumes }) =>
    `${volumes.map(({ which, value }) => `${subject(which)}的原声${value === 0 ? '已静音' : value === 1 ? '恢复原来的音量' : `音量现在是 ${percent(value)}`}`).join('，')}。`,
  fit: ({ fits }) =>
    `${fits.map(({ which, value }) => `${subject(which)}${value === 'fill' ? '现在铺满画面，多出的边会被裁掉' : value === 'whole' ? '现在完整显示，形状不同时垫模糊背景' : '恢复默认的铺放方式'}`).join('，')}。`,
  'soft-edge': ({ on }) => (on ? '垫模糊背景的画面，边缘现在是柔和的。' : '垫模糊背景的画面，边缘恢复清晰。'),
  loop: ({ on }) => (on ? '结尾现在会淡回第一个画面，循环播放时没有跳跃。' : '结尾不再接回开头。'),
  beat: ({ on }) => (on ? '画面切换现在踩在音乐的节拍上。' : '画面切换不再跟随节拍。'),
  logo: ({ logo }) => (logo ? `“${logo.name}”现在是${CORNERS[logo.corner]}角的标志，全程显示。` : '已去掉标志。'),
  strength: ({ stronger }) => `镜头运动已${stronger ? '加强' : '减弱'}。`,
  motion: ({ moving, fresh }) => motion(moving, fresh ?? false),
  transition,
  music: ({ now, before }) => music(now, before),
  'no-music': () => '已去掉音乐。',
  volume: ({ now }) => (now.m.volume === 0 ? '音乐已静音。' : `音乐音量现在是 ${percent(now.m.volume)}。`),
  'music-fade': ({ inMs, outMs }) =>
    [
      inMs !== undefined && (inMs > 0 ? `音乐用 ${seconds(inMs)} 秒淡入。` : '音乐不再淡入。'),
      outMs !== undefined && (outMs > 0 ? `音乐用 ${seconds(outMs)} 秒淡出。` : '音乐不再淡出。'),
    ]
      .filter(Boolean)
      .join(''),
  'text-added': ({ text, place }) => `已添加${nameOf(text)}“${text.m.text}”${lookOf(text, place)}。`,
  'text-removed': ({ text }) => `已删除${nameOf(text)}“${text.m.text}”。`,
  'text-changed': textChanged,
  aspect: ({ aspect }) => `画面现在是 ${aspect}${FORMATS[aspect] ? ` ${FORMATS[aspect]}` : ' 比例'}。`,
  look: ({ look }) => (look ? `画面现在是${LOOKS[look]}。` : '画面已恢复原来的颜色。'),
  'clip-looks': ({ looks }) =>
    `${looks.map(({ which, value }) => `${subject(which)}现在是${value === undefined || value === 'none' ? '原来的颜色' : LOOKS[value]}`).join('，')}。`,
  ends: ({ inMs, outMs }) =>
    [
      inMs !== undefined && (inMs > 0 ? `视频用 ${seconds(inMs)} 秒从黑场淡入。` : '视频不再淡入。'),
      outMs !== undefined && (outMs > 0 ? `视频在结尾用 ${seconds(outMs)} 秒淡出到黑场。` : '视频不再淡出。'),
    ]
      .filter(Boolean)
      .join(''),
};

/** A difference between two drafts in Chinese. */
export function sayChinese(change: Change): string {
  // The compiler cannot see that the sentence found under a change's kind is for this very change.
  return (SAY[change.kind] as (change: Change) => string)(change);
}

const MOST_NAMED = 6;

function inOrder(clips: VideoSegment[]): string {
  const named = clips.slice(0, MOST_NAMED).map((clip, i) => `${i + 1}“${clip.m.name}”`);
  return `${named.join('、')}${clips.length > MOST_NAMED ? ` 等 ${clips.length} 个` : ''}`;
}

function numbered(places: number[]): string {
  return `第 ${places.join('、')} 个片段`;
}

function subject(which: Which): string {
  if (which === 'only') return '画面';
  return which === 'all' ? '每个片段' : numbered(which);
}

function motion(moving: Moving[], fresh: boolean): string {
  if (moving.length > 4) return '每个片段的镜头运动都换了。';
  const said = moving.map((one) => `${subject(one.which)}${how(one)}${MOTIONS[one.motion]}`);
  return `${fresh ? '' : '现在'}${said.join('，')}。`;
}

function how({ motion: way, strength }: { motion: Motion; strength: number }): string {
  if (way === 'still' || strength === 1) return '';
  return strength < 1 ? '缓缓' : '大幅';
}

function transition({ joins, changed }: Extract<Change, { kind: 'transition' }>): string {
  if (joins.every(({ kind }) => kind === 'cut')) return '片段之间现在直接切换。';
  const [first] = joins.filter((_, i) => changed.includes(i + 2));
  const what = (join: VideoSegment['m']['transition']) =>
    join.kind === 'cut' ? TRANSITIONS.cut : `${seconds(join.d)} 秒的${TRANSITIONS[join.kind]}`;
  const alike = joins.every((join) => join.kind === first?.kind && join.d === first?.d);
  if (first && alike) return `片段之间现在是 ${what(first)}。`;
  if (first && changed.length === 1) return `第 ${changed[0]} 个片段之前现在是 ${what(first)}。`;
  return `片段之间的转场现在是：${[...new Set(joins.map(what))].join('、')}。`;
}

function music(now: AudioSegment, before: AudioSegment | undefined): string {
  if (now.m.src !== undefined) return `配乐现在是您的音频“${now.m.name}”，音量 ${percent(now.m.volume)}。`;
  const mood = now.m.mood ? MOODS[now.m.mood] : '';
  return `配乐${before ? '换成了' : '是'}${mood}风格，音量 ${percent(now.m.volume)}。`;
}

function lookOf({ m, d }: TextSegment, place: TextPlace): string {
  const parts = [
    m.size === 'big' && '大字',
    m.size === 'small' && '小字',
    m.color !== '#ffffff' && colorName(m.color, 'zh'),
    typeof place === 'object' && 'clip' in place && `在第 ${place.clip} 个片段上`,
    m.design && DESIGNS[m.design],
    m.under && '在标题下面',
    !m.under && m.position !== (m.style === 'title' ? 'center' : 'bottom') && `位于${POSITIONS[m.position]}`,
    place === 'end' && `在结尾显示 ${seconds(d)} 秒`,
    place === 'whole' && m.style === 'title' && '全程显示',
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? `（${parts.join('，')}）` : '';
}

function textChanged({ before, now, place }: Extract<Change, { kind: 'text-changed' }>): string {
  const { m } = now;
  const whens = { start: '在开头显示', end: '在结尾显示', whole: '全程显示' };
  const moved = before.s !== now.s || before.d !== now.d;
  const parts = [
    m.text !== before.m.text && `写着“${m.text}”`,
    m.position !== before.m.position && `位于${POSITIONS[m.position]}`,
    m.design !== before.m.design && (m.design ? DESIGNS[m.design] : '只带阴影'),
    m.color !== before.m.color && `是${colorName(m.color, 'zh')}`,
    m.size !== before.m.size && { small: '是小字', medium: '是正常大小', big: '是大字' }[m.size ?? 'medium'],
    moved && typeof place === 'string' && whens[place],
  ].filter((part) => typeof part === 'string');
  return `${nameOf(now)}现在${parts.join('，') || '和原来一样'}。`;
}
