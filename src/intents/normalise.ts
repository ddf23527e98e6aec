/** Traditional characters that occur in the patterns, each followed by its simplified form. */
const TRADITIONAL_PAIRS =
  '導导匯汇載载輸输傳传給给發发請请煩烦幫帮嗎吗謝谢積积餘余額额點点數数還还夠够狀状態态進进時时間间線线軸轴軌轨檔档專专視视頻频' +
  '個个這这條条張张圖图說说麼么樣样開开從从頭头來来終终斷断項项會会話话為为後后並并併并現现顯显見见結结過过裡里裏里標标題题' +
  '帳账賬账戶户號号應应該该們们動动幾几問问處处製制機机當当東东長长單单選选儲储體体與与嗎吗詢询關关勞劳託托馬马趕赶緊紧棒棒滿满' +
  '錯错沒没內内訊讯尋寻寫写聲声樂乐鐘钟紹绍際际經经對对閉闭電电腦脑類类將将檢检測测總总難难輯辑務务範范節节讓让別别啟启' +
  '軟软連连無无備备確确認认請请試试語语設设置置準准誰谁讀读軌轨錄录導导適适級级畫画質质剛刚覽览預预優优邊边夾夹';

const SIMPLIFIED = new Map<string, string>();
const pairs = [...TRADITIONAL_PAIRS];
for (let i = 0; i + 1 < pairs.length; i += 2) SIMPLIFIED.set(pairs[i] ?? '', pairs[i + 1] ?? '');

const HAN = /\p{Script=Han}/u;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/gu;
const EMOJI =
  /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0e|\ufe0f|\u20e3)+|(?<=^|\s)(?:[:;]-?[)(dp]|<3|\^_?\^|xd)(?=\s|$)/gu;
const EDGE = /^[\s.,!?;:~。、·*_`>()[\]{}\-—–|\\]+|[\s.,!?;:~。、·*_`>()[\]{}\-—–|\\/]+$/gu;
const WRAPPED = /^(?:"([^"]*)"|'([^']*)'|「([^」]*)」|『([^』]*)』)$/u;

/** True when the text holds at least one Chinese character. */
export function isChinese(text: string): boolean {
  return HAN.test(text);
}

/**
 * A message in the one form that patterns are written for: NFKC, lower case, simplified characters, straight quotes,
 * no apostrophes within words (`what's` → `whats`), single spaces. Emoji become `!`, since people end sentences with them.
 */
export function normalise(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase();
  if (HAN.test(folded)) {
    folded = folded.replace(/\p{Script=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
  }
  return folded
    .replace(INVISIBLE, '')
    .replace(EMOJI, '!')
    .replace(/[‘’]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/(\p{L})'(\p{L})/gu, '$1$2')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Takes punctuation, Markdown marks and one pair of quotes around everything off a normalised text. */
export function trimEdges(text: string): string {
  const trimmed = text.replace(EDGE, '');
  const wrapped = WRAPPED.exec(trimmed);
  if (!wrapped) return trimmed;
  return (wrapped[1] ?? wrapped[2] ?? wrapped[3] ?? wrapped[4] ?? '').replace(EDGE, '');
}

/** Chinese without the spaces and commas that people put anywhere; quotes stay, since they mark words that are not commands. */
export function compact(text: string): string {
  return text.replace(/[\s,.!?;:~。、…]+/gu, '');
}
