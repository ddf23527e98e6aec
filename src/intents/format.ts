const FORMAT =
  /\b(vertical|portrait|horizontal|landscape|square|widescreen|aspect ratio|(?:9:16|16:9|1:1|4:5|4:3|21:9))\b|竖屏|豎屏|竖版|直式|横屏|橫屏|横版|方形|正方形|画面比例|畫面比例|9[:：]16|16[:：]9|1[:：]1/i;

/** True when the text speaks of the picture's format: after a generation that changed nothing, this is the likely reason. */
export function asksForFormat(text: string): boolean {
  return FORMAT.test(text);
}

/** What an export may be made into once it is rendered; without one it is the video as it is. */
export const EXPORT_FORMS = ['small', '720p', 'gif', 'audio'] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

/** The words for each, in normalised text: English with spaces, Chinese without. */
const FORM_WORDS: Record<ExportForm, readonly string[]> = {
  small: [
    'small|smaller|compress|compressed|tiny|tinier|lighter|low res|low quality|low resolution|lower quality|lower resolution',
    '小一点|小一些|小点儿?|更小|小文件|小体积|小尺寸|压缩版?|低清|低画质|小',
  ],
  '720p': ['720p?', '720p?|标清'],
  gif: ['gif|animated gif', 'gif|动图|动态图|表情包'],
  audio: ['audio|sound|soundtrack|audio track|mp3|m4a|aac|wav|music', '音频|声音|音轨|音乐|配乐|mp3|m4a|aac|wav|audio'],
};

const anyWord = (language: 0 | 1) =>
  EXPORT_FORMS.map((form) => FORM_WORDS[form][language])
    .join('|')
    .replace(/^/, '(')
    .replace(/$/, ')');

/** Captures a form's words; {@link readExportForm} reads them. */
export const EN_FORM = anyWord(0);
export const ZH_FORM = anyWord(1);

const READ = EXPORT_FORMS.map((form) => ({ form, re: new RegExp(`^(?:${FORM_WORDS[form].join('|')})$`, 'u') }));

/** The form that words name, such as `gif`; undefined when they name none. */
export function readExportForm(words: string): ExportForm | undefined {
  const text = words.trim().toLowerCase();
  return READ.find(({ re }) => re.test(text))?.form;
}
