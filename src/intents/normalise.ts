/** Traditional characters that occur in the patterns, each followed by its simplified form. */
const TRADITIONAL_PAIRS =
  '記记導导匯汇載载輸输傳传給给發发請请煩烦幫帮嗎吗謝谢積积餘余額额點点數数還还夠够狀状態态進进時时間间線线軸轴軌轨檔档專专視视頻频個个這这條条張张圖图說说麼么樣样開开從从頭头來来終终斷断項项會会話话為为後后' +
  '並并併并現现顯显見见結结過过裡里裏里標标題题帳账賬账戶户號号應应該该們们動动幾几問问處处製制機机當当東东長长單单選选儲储體体與与詢询關关勞劳託托馬马趕赶緊紧滿满錯错沒没內内訊讯尋寻寫写聲声樂乐鐘钟紹绍' +
  '際际經经對对閉闭電电腦脑類类將将檢检測测總总難难輯辑務务範范節节讓让別别啟启換换瀏浏鏈链鍊链據据刪删隊队網网頁页議议變变種种風风轉转韓韩價价錢钱費费鎖锁訴诉屬属歲岁獨独壓压銷销邏逻臉脸摳抠膚肤濾滤鏡镜' +
  '縮缩遠远氣气報报學学雲云隱隐覺觉觀观訂订產产買买賣卖貼贴義义約约聽听繼继續续縫缝國国漢汉語语粵粤簡简亞亚運运掛挂釋释確确復复複复執执碼码譯译飛飞區区權权論论誰谁漸渐滅灭幀帧構构寬宽濃浓軟软連连無无備备' +
  '認认試试設设準准讀读錄录適适級级畫画質质剛刚覽览預预優优邊边夾夹資资獎奖瘡疮皺皱紋纹課课統统業业兩两書书親亲冊册淨净減减擊击創创華华歷历雙双喲哟場场幣币棄弃擇择溝沟洩泄遊游燈灯禮礼豎竖紅红細细緩缓編编' +
  '職职腳脚獲获蟲虫計计講讲識识調调購购輕轻順顺顏颜駕驾黃黄齒齿鈕钮橫横極极劃划則则劇剧廣广庫库纔才週周佈布詞词';

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

/** The same text in simplified characters, as long as before. Only characters that the patterns have are known. */
export function simplify(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
}

/**
 * A message in the one form that patterns are written for: NFKC, lower case, simplified characters, straight quotes,
 * no apostrophes within words (`what's` → `whats`), single spaces. Emoji become `!`, since people end sentences with them.
 */
export function normalise(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase();
  if (HAN.test(folded)) {
    folded = simplify(folded);
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
