import type { Aspect, AudioSegment, Mood, Motion, TransitionKind, VideoSegment } from '../draft.ts';
import type { MediaRecord } from '../records.ts';
import { colorName } from './colors.ts';
import type { ClipRef, ClipRefs, TextLook, TextStyle, Unsupported } from './edits.ts';
import type { Phrases } from './phrases.ts';
import { tracksOf } from './timeline.ts';

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
const STYLES: Record<TextStyle, string> = { title: '标题', caption: '字幕' };
const WHENS = { start: '在开头显示', end: '在结尾显示', whole: '全程显示' };
const POSITIONS = { top: '上方', center: '中间', bottom: '下方' };
const CANNOT: Record<Unsupported, string> = {
  retouch: '我不能修图，也不能改变画面内容，可以用推近或平移来突出主体。',
  background: '我不能去除或更换照片背景，最接近的做法是推近到主体。',
  filter: '我不能加滤镜或调色，可以用音乐、运镜和标题来营造气氛。',
  voice: '我不能配音或生成旁白。您可以发来音频文件作为配乐，或者让我把文字做成字幕。',
  speed: '我不能做慢动作或变速，可以调整视频时长和运镜强弱。',
  sticker: '我不能加贴纸、标志或特效，可以加标题或字幕。',
  subtitles: '我不能把语音转成字幕。告诉我文字内容，我可以加成字幕。',
  streaming: '我不能使用流媒体平台的歌曲。您可以发来音频文件，或选择风格：平静、Lo-fi、动感、电影感、欢快、浪漫。',
  generate: '我不能让照片里的人或物动起来，也不能凭空添加内容，可以做镜头的推拉和平移。',
  resolution: '这里的视频是 1080p、每秒 30 帧，无法更高。',
  font: '我不能改字体或字号，可以改文字内容、颜色、位置和时间。',
  'end-fade': '我不能让画面在开头或结尾淡入淡出，可以做片段之间的淡化，或让音乐淡出。',
  loop: '我不能做循环播放，可以把视频加长。',
};

/** The agent's Chinese. */
export const ZH: Phrases = {
  gap: '',
  alike: { openings: ['视频现在', '标题现在', '字幕现在', '文字现在'], and: '，' },
  newVersion: '新的版本做好了。',
  done({ edit, draft }, media) {
    const { clips, sounds } = tracksOf(draft);
    switch (edit.kind) {
      case 'create':
        return `已用您的${material(clips)}制作了一段 ${seconds(draft.d)} 秒的 ${draft.m.aspect} 视频。`;
      case 'length':
      case 'scale-length':
      case 'add-length':
        return `视频现在是 ${seconds(draft.d)} 秒。`;
      case 'clip-length':
        return clipLength(clips, edit.clips, draft.d);
      case 'motion': {
        if (edit.motion === undefined) return `镜头运动已${(edit.strength ?? 1) < 1 ? '减弱' : '加强'}。`;
        const chosen = chosenClips(clips, edit.clips);
        const how = edit.strength === undefined || edit.strength === 1 ? '' : edit.strength < 1 ? '缓缓' : '大幅';
        if (edit.motion === 'alternate' && chosen.length > 1)
          return `${edit.clips === 'all' ? '各个片段' : places(edit.clips)}交替着${how}推拉和平移。`;
        const motion = edit.motion === 'alternate' ? (chosen[0]?.m.motion ?? 'zoom-in') : edit.motion;
        return `${subject(edit.clips, clips.length)}${motion === 'still' ? '' : how}${MOTIONS[motion]}。`;
      }
      case 'transition': {
        const changed =
          clips.find((_c, i) => i > 0 && (edit.clips === 'all' || edit.clips.includes(i + 1))) ?? clips[1];
        if (!changed || edit.transition === 'cut') return '片段之间现在直接切换。';
        const what = `${seconds(changed.m.transition.d)} 秒的${TRANSITIONS[changed.m.transition.kind]}`;
        return edit.clips === 'all' ? `片段之间现在是 ${what}。` : `${places(edit.clips)}之前现在是 ${what}。`;
      }
      case 'vary':
        if (edit.what === 'motion') return movesNow(clips);
        return edit.what === 'music' ? musicNow(sounds, '换成了') : joinsNow(clips);
      case 'add-text':
        return `已添加${STYLES[edit.style]}“${edit.text}”${lookOf(edit.look)}。`;
      case 'change-text': {
        const { position, color, when, durationMs } = edit.look;
        const parts = [
          edit.text !== undefined && `写着“${edit.text}”`,
          position && `位于${POSITIONS[position]}`,
          color && `是${colorName(color, 'zh')}`,
          when && WHENS[when],
          durationMs && `显示 ${seconds(durationMs)} 秒`,
        ].filter((part) => typeof part === 'string');
        return `${edit.style ? STYLES[edit.style] : '文字'}现在${parts.join('，')}。`;
      }
      case 'remove-text':
        return `已删除${edit.style ? STYLES[edit.style] : '文字'}。`;
      case 'music': {
        const own = media.find((m) => m.id === edit.src);
        if (own) return `已用您的音频“${own.filename}”作为配乐。`;
        return musicNow(sounds, '是');
      }
      case 'volume':
        return edit.to === 0 ? '音乐已静音。' : `音乐音量现在是 ${percent(sounds[0]?.m.volume)}。`;
      case 'music-fade':
        return [
          edit.inMs && `音乐用 ${seconds(edit.inMs)} 秒淡入。`,
          edit.outMs && `音乐用 ${seconds(edit.outMs)} 秒淡出。`,
        ]
          .filter(Boolean)
          .join('');
      case 'remove-music':
        return '已去掉音乐。';
      case 'aspect':
        return `画面现在是 ${edit.aspect}${FORMATS[edit.aspect] ? ` ${FORMATS[edit.aspect]}` : ' 比例'}。`;
      case 'reverse':
        return '已反转片段顺序。';
      case 'shuffle':
        return '已打乱片段顺序。';
      case 'move':
        return `已把${place(edit.clip)}移到${edit.to === 1 ? '开头' : edit.to === -1 ? '结尾' : `第 ${edit.to} 位`}。`;
      case 'swap':
        return `已交换${place(edit.a)}和${place(edit.b)}。`;
      case 'remove-clips':
        return `已删除${places(edit.clips)}，还剩 ${clips.length} 个片段。`;
      case 'keep-clips':
        return `只保留了${places(edit.clips)}。`;
      case 'use-only':
        return `视频现在只用${edit.media.map((id) => `“${media.find((m) => m.id === id)?.filename ?? ''}”`).join('、')}，共 ${seconds(draft.d)} 秒。`;
      case 'replace-clip':
        return `已把${place(edit.clip)}换成您的新${nounOf(media, [edit.media])}。`;
      case 'add-media':
        return `已在${edit.at === 'start' ? '开头' : '结尾'}加入 ${edit.media.length} ${nounOf(media, edit.media) === '照片' ? '张新照片' : '个新素材'}，视频现在共 ${seconds(draft.d)} 秒。`;
      case 'undo':
        return '已撤销上一次修改。';
    }
  },
  note(note) {
    switch (note.kind) {
      case 'need-media':
        return '制作视频至少需要一张照片或一段视频。';
      case 'need-new-media':
        return '我还没有收到新的照片。请先发来，再告诉我一次。';
      case 'need-audio':
        return '我还没有收到您的音频。请发来 MP3、WAV、M4A 或 AAC 文件，我会用作配乐。';
      case 'need-words':
        return `${STYLES[note.style]}要写什么？`;
      case 'no-such-clip':
        return `没有${place(note.clip)}：视频共有 ${note.count} 个片段。`;
      case 'last-clip':
        return '这样就没有片段了，所以我保留了它们。';
      case 'no-text':
        return `视频里没有${note.style ? STYLES[note.style] : '文字'}。`;
      case 'no-music':
        return '视频里没有音乐。';
      case 'nothing-to-undo':
        return '没有可以撤销的修改。';
      case 'clamped-length':
        return `做不到您要的时长，最接近的是 ${seconds(note.ms)} 秒。`;
      case 'one-clip':
        return '视频只有一个片段，没有顺序或转场可调。';
      case 'already':
        return note.rest ? '其余的本来就是这样。' : '视频已经是这样了，没有改动。';
      case 'nothing-to-vary':
        return '这个视频没有镜头运动、转场或我配的音乐可以换。请告诉我想试什么，比如“慢慢放大”或“加上动感的音乐”。';
      case 'no-such-file':
        return `没有名为“${note.name}”的文件${note.have.length === 0 ? '' : `，现有${note.have.map((name) => `“${name}”`).join('、')}`}。`;
      case 'kept':
        return '好的，保持不变。';
      case 'unused-media':
        return `还有 ${note.count} 张新照片没有放进视频，说“加上新照片”即可加入。`;
      case 'cannot':
        return CANNOT[note.what];
      case 'ignored':
        return `我没有看懂“${note.text.replace(/[\ue000-\ue0ff]/g, '…')}”，这部分没有处理。`;
      case 'greeting':
        return '不客气！还想改什么？比如“改成15秒”或“加上轻快的音乐”。';
      case 'help':
        return '我可以把照片和视频做成短片：时长、推拉平移、转场、标题、音乐、画面比例和顺序。比如“做一个10秒的视频，慢慢放大”或“标题写‘夏天’，配平静的音乐”。';
      case 'not-understood':
        return '我没有看懂，所以没有改动。您可以说“改成15秒，配轻音乐”或“第二张照片放大”。';
    }
  },
  screen: {
    export: ['点击右上角的“导出”按钮即可下载视频。', '满意后请点击右上角的“导出”。'],
    preview: ['您可以在时间线中预览效果。', '点击播放即可在时间线预览。'],
    music: ['打开“音乐”面板可以调整音量。', '打开“音乐”面板可以试听其他音乐。'],
    text: ['打开“文字”面板可以微调。', '在画布上拖拽文字可以移动位置。'],
    clips: ['在时间线上拖拽片段可以调整顺序。', '点击时间线上的片段可以微调。'],
    canvas: ['打开“画布”面板可以选择其他比例。'],
    upload: ['请点击“上传”按钮，或把文件拖拽到这里。'],
  },
};

function chosenClips(clips: VideoSegment[], refs: ClipRefs): VideoSegment[] {
  return refs === 'all' ? clips : refs.flatMap((ref) => clips.at(ref > 0 ? ref - 1 : ref) ?? []);
}

function clipLength(clips: VideoSegment[], refs: ClipRefs, total: number): string {
  if (clips.length === 1) return `视频现在是 ${seconds(total)} 秒。`;
  const chosen = chosenClips(clips, refs);
  const [first] = chosen;
  const alike = first !== undefined && chosen.every((clip) => clip.d === first.d);
  const each = refs === 'all' ? '每个片段' : places(refs);
  const length = alike ? `是 ${seconds(first.d)} 秒` : '换了时长';
  return `${each}现在${length}，视频共 ${seconds(total)} 秒。`;
}

const CLIPS_TOLD = 4;

function movesNow(clips: VideoSegment[]): string {
  if (clips.length > CLIPS_TOLD) return '每个片段都换了镜头运动。';
  if (clips.length === 1) return `画面现在${MOTIONS[clips[0]?.m.motion ?? 'still']}。`;
  return `现在${clips.map((clip, i) => `第 ${i + 1} 个片段${MOTIONS[clip.m.motion]}`).join('，')}。`;
}

function joinsNow(clips: VideoSegment[]): string {
  const joins = clips.slice(1).flatMap(({ m: { transition } }) => (transition.kind === 'cut' ? [] : transition));
  const kinds = [...new Set(joins.map(({ kind }) => TRANSITIONS[kind]))];
  const [first] = joins;
  return kinds.length === 1 && first
    ? `片段之间现在是 ${seconds(first.d)} 秒的${kinds[0]}。`
    : `片段之间换了转场：${kinds.join('、')}。`;
}

function musicNow(sounds: AudioSegment[], verb: string): string {
  const [music] = sounds;
  return `配乐${verb}${music?.m.mood ? `${MOODS[music.m.mood]}风格` : '您的音频'}，音量 ${percent(music?.m.volume)}。`;
}

function lookOf({ color, position, when, durationMs }: TextLook): string {
  const parts = [
    color && colorName(color, 'zh'),
    position && `位于${POSITIONS[position]}`,
    when && WHENS[when],
    durationMs && `显示 ${seconds(durationMs)} 秒`,
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? '' : `，${parts.join('，')}`;
}

function material(clips: VideoSegment[]): string {
  if (!clips.every((clip) => clip.m.kind === 'image')) return clips.length === 1 ? '视频' : ` ${clips.length} 个素材`;
  return clips.length === 1 ? '照片' : ` ${clips.length} 张照片`;
}

function nounOf(media: MediaRecord[], ids: string[]): string {
  return ids.every((id) => media.find((m) => m.id === id)?.kind === 'image') ? '照片' : '素材';
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

function percent(volume: number | undefined): string {
  return `${Math.round((volume ?? 0) * 100)}%`;
}

function place(clip: ClipRef): string {
  if (clip === -1) return '最后一个片段';
  return clip < 0 ? `倒数第 ${-clip} 个片段` : `第 ${clip} 个片段`;
}

function places(clips: ClipRefs): string {
  if (clips === 'all') return '所有片段';
  if (clips.length > 1 && clips.every((clip) => clip > 0)) return `第 ${clips.join('、')} 个片段`;
  return clips.map(place).join('和');
}

function subject(clips: ClipRefs, total: number): string {
  if (clips === 'all') return total === 1 ? '画面' : '所有片段都';
  return clips.length > 1 ? `${places(clips)}都` : places(clips);
}
