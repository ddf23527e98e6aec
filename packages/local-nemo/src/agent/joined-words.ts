import { NUMBER } from './words.ts';

/** A blank between two Chinese wishes; not one before the words of a text, a number, or what a preposition belongs to. */
const CHINESE_SPACE =
  /(?<=[\p{Script=Han}\ue000-\ue0ff]|\d ?[s%]|[\d:]\d)(?<!标题|字幕|文字|文案|写|写[上着个]|叫|内容|改成|改为|换成|[是第每和跟与把将在到从为用以给让加的])(?<!(?:第|每|共|约) ?\d{1,3} ?)(?<!第\d{1,3}张照片) {1,3}(?![改换变放移在和跟的写为到吧呢撤])(?=\p{Script=Han}|(?:logo|lo-?fi|bgm|vlog)|\d{1,3} ?秒)|(?<=[\ue000-\ue0ff]) {1,80}(?=第|最后|开头|结尾|片头|片尾|每张|副?标题|字幕|音乐|配|时长|竖|横|\d{1,3} ?秒)/gu;

/** How people begin, without saying anything by it. */
const OPENING =
  /^(?:(?:u+h+|u+m+|erm|hm+|well|ok|okay|lol|lmao+|haha+|ye+s+|oh|ugh|argh|ffs|omg|actually|wait(?! ?(?:a|up|for|till|until|one)\b)|sorry|whatever|scratch that|on second thoughts?|one more thing|another thing|by the way|btw|hey|so|lovely|great|perfect|cute|nice|cool|(?:no|nope|nah)(?=[\s,]+(?:the|make|put|it|move|change|use|on|in|to|at|wait|go|actually|lets?|let's|sorry|normal)\b))(?:[\s,.!:-]+|$))+(?=\S)|^(?:(?:嗯+|哎呀?|哦+|喔|啊|呃|那个|就是|对了|我去|哈+|等等|等一?下|好的?|行)[,，\s!。~]+)+(?=\S)/u;
/** Why somebody wants a change; the change stands before it. */
const REASON =
  /(?<=\S\s{1,4}\S{1,60}\s{0,3})\s(?:cuz|coz|cos|because|bc)\s[^,.;!?]*|(?<=\S\s{1,4}\S{1,60}\s{0,3}),?\s(?:its|it's|it is|thats|that's|theyre|they're)\s(?:the|a|my|our|so|too|kinda|kind|really|just|not|cringe|ugly|boring|blurry|weird|bad)\b[^,.;!?]*(?=$|[,.;!?])/g;

/** An order stands before a reason. */
const CHANGING =
  /\b(?:make|keep|remove|delete|drop|lose|take|put|move|hold|show|change|cut|add|use|turn|stay|give|skip|swap|longer|shorter|bigger|smaller)\b/;

/** A message in which what only looks like the border of two orders is none, and what is one shows it. */
export function joinedWords(text: string): string {
  const joined = (by: string) => (words: string) => by.padEnd(words.length);
  return (
    text
      .replace(OPENING, (words) => ' '.repeat(words.length))
      .replace(REASON, (words: string, at: number, whole: string) =>
        CHANGING.test(whole.slice(Math.max(0, at - 80), at)) ? ' '.repeat(words.length) : words,
      )
      // In Chinese a space stands where a comma could.
      .replace(CHINESE_SPACE, (space) => ','.padEnd(space.length))
      .replace('开头和结尾', joined('首尾'))
      // How far a change may go is no wish of its own: "louder but not too loud".
      .replace(
        /\b(?:but |though )(?:please )?not too (?:loud|quiet|much|fast|slow|big|small|strong|long|short)\b|但是?也?(?:不要|别|不能)太.{1,2}(?=$|[,，。])/g,
        joined(''),
      )
      .replace(/(除了[^，,。]{1,12})[，,](?=\s*(?:每|其|都|全))/, '$1 ')
      .replace(/(?<!\bblack|\bb) n (?!w(?:hite)?\b)/g, ' & ')
      .replace(/\bfade in,? and (?:then )?fade out\b/, joined('fade 首尾'))
      .replace(/\bb ?& ?w\b/, joined('bw'))
      .replace(/\bblack ?& ?white\b/, joined('bw'))
      .replace(MORE_TIME, '$1 $3 $2')
      .replace(ONLY_IT, (words, keep: string, kept: string) =>
        `only${' '.repeat(keep.length - 4)}${kept}`.padEnd(words.length),
      )
  );
}

/** "Keep the cat, lose the rest" keeps the cat only. */
const ONLY_IT =
  /\b(keep|leave)\b([^,;.!?]{1,40}?)(?:,|;|\band\b|\bbut\b)[\s,]*(?:and )?(?:lose|remove|delete|drop|ditch|cut|get rid of|take out|throw out) (?:all )?(?:the )?(?:rest|others?|everything else|other (?:ones|photos|pictures|clips))\b/g;

/** "Two more seconds", which says the same as "two seconds more". */
const MORE_TIME = new RegExp(`(${NUMBER}) (more|extra|additional|less|fewer) (seconds?|secs?)\\b`, 'g');
