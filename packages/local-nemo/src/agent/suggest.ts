import type { Language } from './phrases.ts';

/** What people may have meant by words about something, as they could have said it. */
interface Candidates {
  near: RegExp;
  en: string[];
  zh: string[];
}

const CANDIDATES: Candidates[] = [
  {
    near: /\b(?:texts?|titles?|captions?|words?|fonts?|letters?|read|write|typo)\b|文字|标题|字/,
    en: ['put the title on a plate', 'make the title bigger', 'remove the title', 'add a title'],
    zh: ['标题加底框', '标题大一点', '去掉标题', '加标题'],
  },
  {
    near: /\b(?:music|song|sound|audio|loud|quiet|tune|beat|bass)\b|音乐|歌|声|吵/,
    en: ['happier music', 'music at 20%', 'no music', 'mute the clips'],
    zh: ['换欢快的音乐', '音量20%', '不要音乐', '视频静音'],
  },
  {
    near: /\b(?:fast\w*|slow\w*|speed|quick\w*|long\w*|short\w*|time|seconds?|pace|length|cut|trim)\b|\d|快|慢|长|短|秒|剪/,
    en: ['make it 10 seconds', 'make it shorter', '2x speed', 'cut the last 2 seconds'],
    zh: ['改成10秒', '短一点', '两倍速', '剪掉最后2秒'],
  },
  {
    near: /\b(?:colou?rs?|look\w*|filter|style|bright\w*|dark\w*|vibe|mood|vintage)\b|颜色|色|风格|滤镜|感/,
    en: ['black and white', 'warmer colors', 'make it sepia', 'surprise me'],
    zh: ['黑白', '暖色调', '复古色调', '换一种风格'],
  },
  {
    near: /\b(?:zoom\w*|mov\w*|pan|camera|shak\w*|still|motion)\b|镜头|动|晃|缩放/,
    en: ['less zoom', 'no motion', 'zoom in on all photos', 'more dramatic motion'],
    zh: ['镜头慢一点', '照片不要动', '全部放大', '镜头动得明显一点'],
  },
  {
    near: /\b(?:photos?|pictures?|pics?|images?|clips?|order|first|last|swap|crop\w*|border|screen|fit|head)\b|照片|图|张|顺序|边|裁/,
    en: ['swap photos 1 and 2', 'fill the frame', 'show the whole photo', 'put the last photo first'],
    zh: ['交换第一张和第二张', '铺满画面', '完整显示照片', '最后一张放最前面'],
  },
  {
    near: /\b(?:tik ?tok|insta\w*|youtube|phone|vertical|square|wide|format|size)\b|竖|横|方|比例|抖音/,
    en: ['make it vertical', 'make it square', 'make it landscape'],
    zh: ['竖屏', '方形', '横屏'],
  },
  {
    near: /$/,
    en: ['make it 10 seconds', 'happier music', 'make it vertical', 'less zoom'],
    zh: ['改成10秒', '换欢快的音乐', '竖屏', '镜头慢一点'],
  },
];

/** Options of a question, and what it asks. */
export interface Suggestion {
  prompt: string;
  options: string[];
}

const PROMPTS: Record<Language, string> = { en: 'Which of these do you mean?', zh: '您想要哪一个？' };
const OPTIONS = 3;

/**
 * The edits that are likeliest meant by words which were not understood; undefined when none of them would do anything.
 * @param text folded, as in a reading
 * @param isPossible whether an instruction would change the video
 */
export function suggestionFor(
  text: string,
  language: Language,
  isPossible: (instruction: string) => boolean,
): Suggestion | undefined {
  const near = CANDIDATES.filter((candidate) => candidate.near.test(text)).flatMap((candidate) => candidate[language]);
  const options: string[] = [];
  for (const instruction of new Set(near)) {
    if (options.length < OPTIONS && isPossible(instruction)) options.push(instruction);
  }
  return options.length > 1 ? { prompt: PROMPTS[language], options } : undefined;
}

/** What was chosen or said in answer to a question; undefined for any other message. `''`: nothing of it. */
export function answerIn(message: string): string | undefined {
  for (const prompt of Object.values(PROMPTS)) {
    const start = `1. ${prompt}: `;
    if (!message.startsWith(start)) continue;
    const answer = message.slice(start.length).trim();
    return answer === 'Skipped' ? '' : answer;
  }
  return undefined;
}
