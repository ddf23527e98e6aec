import type { Talk } from './edits.ts';

const words = (list: string) => new Set(list.trim().split(/\s+/));

const SEND = words('send export download save post share deliver');
const THANKS = words(
  'thanks thank thx thanx ty tysm cheers ta grazie gracias merci danke obrigado appreciate appreciated thnx tks',
);
const PRAISE = words(
  `lovely perfect great nice awesome amazing love loved loving like liked best good fine cool yay wow haha hahaha lol lmao lmaooo omg
  brilliant fab fabulous fantastic beautiful gorgeous cute sweet dope sick fire lit excellent wonderful superb stunning
  incredible neat epic adorable legend bravo chef's kiss spot on banger goat slaps slay better sorted happy pleased`,
);
const AGREES = words(
  "ok okay k kk yes yeah yep yup yess yesss sure alright right exactly correct done that's thats all set",
);
/** Words that may stand beside the others without asking for anything. */
const BESIDE = words(
  `it its it's this that is was the a an one you u ur you're youre your i i'm im me my we us so much very really quite pretty for
  now will be and but just please pls plz looks look looking good job work well mate bro man dude guys y'all folks team
  means lot lots to be thing video vid clip film movie here there what wanted want how turned out came absolutely totally
  completely works work already then too also again cant can't wait over back as be oh ah hmm um well can could would
  of in with actually honestly xx xxx x xo xoxo how do does where as tbh ever everyone friend friends mom mum help helping your you've been have has had`,
);

const ZH: [RegExp, Talk | 'beside'][] = [
  [
    /^(?:发给我(?:看看)?|发我(?:看看)?|发过来|发来|发出来|汇出|输出|传给我|传我|寄给我|给我看看?|给我|导出|下载|保存|出片|看看成品|发吧|发)/u,
    'show',
  ],
  [/^(?:谢谢(?:你|您|啦|了)?|多谢|感谢|辛苦(?:你|您)?了?|谢[了啦]?|3q)/u, 'thanks'],
  [
    /^(?:太棒|棒极了|真棒|很棒|棒|完美|不错|真好|很好|太好|好看|漂亮|好美|太美|美|赞|绝了|绝|牛逼|牛|厉害|爱了|喜欢|满意|有感觉|可爱|好听|哈+|嘿嘿|笑死|太逗|优秀|给力|到位)/u,
    'praise',
  ],
  [
    /^(?:就这样吧?|没问题|没有了|没别的了|没了|搞定|完事|可以|好[的滴嘞哒呢吧]?|行[吧了]?|嗯+|哦+|是的?|对[的了]?|ok)/u,
    'yes',
  ],
  [
    /^(?:了|啦|呀|啊|哦|吧|呢|嘛|吗|的|你|您|我|大家|这个|这|那|视频|片子|一下|现在|非常|特别|真的|真|很|太|都|就|也|还|挺|超|最|哇+|那就|先|辛苦|麻烦|请|能|老板|哥|姐|亲|宝)/u,
    'beside',
  ],
];
const DECORATION = /[\p{Extended_Pictographic}\p{Emoji_Component}\p{P}\p{S}\s]+/gu;
const LONGEST = 120;

/**
 * What a message says that is nothing but thanks, praise, consent, or the wish to have the video; undefined for any that
 * holds another word. Takes time in the text's length.
 * @param text folded
 */
export function smallTalkOf(text: string): Talk | undefined {
  if (text.length > LONGEST) return undefined;
  return /\p{Script=Han}/u.test(text) ? chinese(text) : english(text);
}

function english(text: string): Talk | undefined {
  const found = new Set<Talk>();
  const said = text
    .replace(/[^\p{L}\p{N}'’\s]+/gu, ' ')
    .replaceAll('’', "'")
    .split(/\s+/u)
    .filter(Boolean);
  for (const word of said) {
    if (SEND.has(word)) found.add('show');
    else if (THANKS.has(word)) found.add('thanks');
    else if (PRAISE.has(word)) found.add('praise');
    else if (AGREES.has(word)) found.add('yes');
    else if (!BESIDE.has(word)) return undefined;
  }
  return strongest(found);
}

function chinese(text: string): Talk | undefined {
  const found = new Set<Talk>();
  let rest = text.replace(DECORATION, '');
  while (rest !== '') {
    const match = ZH.map(([pattern, talk]) => ({ talk, length: pattern.exec(rest)?.[0].length ?? 0 })).find(
      ({ length }) => length > 0,
    );
    if (!match) return undefined;
    if (match.talk !== 'beside') found.add(match.talk);
    rest = rest.slice(match.length);
  }
  return strongest(found);
}

/** Who asks for the video and says thanks wants the video. */
function strongest(found: Set<Talk>): Talk | undefined {
  return (['show', 'thanks', 'praise', 'yes'] as const).find((talk) => found.has(talk));
}
