import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { takingFiles } from '../turn/next-steps.ts';
import type { AnswerAction } from './action.ts';

const EN_MEDIA =
  '(?:files?|photos?|images?|pictures?|pics?|videos?|clips?|songs?|music|audio|media|footage|selfies?|screenshots?)';

const EN_SOME = '(?:(?:an?|my|some|another|more|new|these|this|one|other|a few|several|the|own|you|your) )*';

const ZH_MEDIA = '(?:图片|照片|相片|图像|图|文件|档案|视频|影片|素材|音乐|音频|歌|歌曲|资料|截图|自拍)';

const ZH_SOME =
  '(?:一张|几张|一些|多张|两张|三张|一个|几个|个|张|些|我的|新的?|更多|更多的|别的|其他|另一张|另外|这张|这些|的)*';

const phrases: ActionPhrases = {
  en: [
    whole('bare', `upload(?:ing)?(?: ${EN_SOME}${EN_MEDIA})?(?: from my (?:phone|computer|gallery))?`),
    whole(
      'question',
      `(?:how|where) (?:do|can|could|should|to|would) (?:i |we )?(?:upload|send|attach|share)(?: (?:you|${EN_SOME}${EN_MEDIA}))?(?: ${EN_SOME}${EN_MEDIA})?(?: to you| here)?`,
      `how (?:do|can|could|should) (?:i |we )?add ${EN_SOME}(?:files?|photos?|images?|pictures?|pics?|footage)|(?:can|may|could) (?:i|we) add ${EN_SOME}(?:files?|photos?|images?|pictures?|pics?|footage)`,
      `(?:i|we) (?:have|got|ve got|have got) ${EN_SOME}(?:files?|photos?|images?|pictures?|pics?|media|footage|videos?|clips?) (?:to (?:send|upload|share|add)|for you)`,
      `(?:can|may|could|should) (?:i|we) (?:upload|send|attach)(?: you)? ${EN_SOME}${EN_MEDIA}(?: here| to you)?`,
      `(?:send|add|attach) (?:you )?${EN_SOME}(?:files?|photos?|images?|pictures?|pics?|media|footage) (?:to you|here)`,
      `here(?:s| is| are) (?:my|the|some|a few|more|another|one more|a)(?: new| other)? ${EN_MEDIA}`,
    ),
  ],
  zh: [
    whole(
      'bare',
      `(?:上传|upload)(?:一下|下)?${ZH_SOME}${ZH_MEDIA}?`,
      `(?:上传|发|发送|传)(?:一下|下)?${ZH_SOME}${ZH_MEDIA}(?:给你|上来|过来给你)`,
    ),
    whole(
      'question',
      `(?:我)?(?:怎么|如何|怎样|在哪里?|哪里|哪儿|从哪里?)(?:可以|能)?(?:上传|发送|发|传)${ZH_SOME}${ZH_MEDIA}?(?:给你|上来)?(?:呢)?`,
      `${ZH_MEDIA}(?:怎么|如何|在哪里?|哪里)(?:上传|发|传)(?:给你)?`,
      `(?:我)?(?:还)?(?:可以|能|能不能|可不可以)?(?:再|继续|多)(?:加|发|传|添加|上传)${ZH_SOME}${ZH_MEDIA}(?:给你)?(?:吗|么)?|(?:发|传)${ZH_SOME}(?:照片|图片|相片|图)`,
      `(?:这|这里|下面)(?:是|有)(?:我的|我|几张|一张|一些|的|新|更多)*${ZH_MEDIA}`,
    ),
  ],
  misspelled: 'any',
};

/** Files come with a message; who only speaks of sending some is asked for them. */
export const upload: AnswerAction = {
  name: 'upload',
  aliases: [],
  description: { en: 'Send photos or clips', zh: '发送照片或视频' },
  examples: { en: ['can I upload photos'], zh: ['上传照片'] },
  access: 'member',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  phrases,
  run: (context) => ({ text: context.t('askForMedia'), next: takingFiles(context) }),
};
