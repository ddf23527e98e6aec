import { type ActionPhrases, isOwnClause, whole } from '../../intents/phrases.ts';
import { publicLink } from '../turn/public-link.ts';
import type { AnswerAction } from './action.ts';
import { askNemo, QUESTION_LIMIT_MS, WITHOUT_WAITING } from './ask-nemo.ts';

const EN_WEB = '(?:web ?)?(?:browser|website|web|web editor|web app|chrome|safari)';

const EN_PROJECT =
  '(?:it|this|that|(?:the |my |this |our )?(?:current )?(?:project|video|draft|timeline|edit|workspace)|(?:the |my )?(?:web|online|browser) (?:version|editor|view|page)(?: of (?:it|this|(?:the |my |this )?project))?)';

const EN_LINK =
  '(?:(?:browser|web|website|online|web version|project|workspace|editor|share|sharing|nemo) )*(?:link|url)';

const EN_FETCH = '(?:(?:give|send|get|share|copy|tell)(?: me| us)?|show (?:me|us))';

const ZH_PROJECT = '(?:(?:这个|我的|当前的?|它|的)*(?:项目|专案|视频|影片|工程|时间线)?)';

const ZH_WEB = '(?:浏览器|网页|网页版|网站|网页端|browser)(?:里面?|中|上)?';

const ZH_LINK =
  '(?:(?:项目|专案|视频|影片|分享|网页版|网页|网站|在线|线上|浏览器|工程|工作区|编辑器|编辑|草稿|web|的)*(?:链接|连结|网址|link|地址))';

const ZH_GIVE = '(?:发|给|要|发送|分享|复制|看看?|告诉)(?:一下)?(?:个|一个)?(?:给)?我?(?:一下)?(?:个|一个)?';

const phrases: ActionPhrases = {
  en: [
    whole(
      'browser',
      `open(?: ${EN_PROJECT})?(?: up)? (?:in|on|with|using) (?:the |my |a |your )?${EN_WEB}`,
      `(?:show|view|see|edit|continue|finish|go on)(?: (?:working on|with|on|editing))?(?: ${EN_PROJECT})? (?:in|on) (?:the |my )?${EN_WEB}`,
      '(?:take|send|bring) me to (?:the )?(?:browser|website|web editor|workspace|nemo(?:video)?)|(?:in )?(?:the |my )?browser',
      `(?:how|where) (?:do|can|could) i (?:open|see|edit|view|find|access|continue)(?: ${EN_PROJECT})? (?:in|on) (?:the |my |a )?(?:${EN_WEB}|computer|laptop|pc|desktop|mac)`,
    ),
    whole(
      'link',
      `(?:${EN_FETCH} )?(?:the |my |a |your )?${EN_LINK}(?: (?:to|for|of) (?:(?:open|edit|see|view|change|finish|continue) )?${EN_PROJECT})?(?: (?:online|in (?:the |my |a )?${EN_WEB}))?(?: again| here)?`,
      `(?:(?:can|could|may) (?:i|we) (?:please )?)?(?:have|get|see|copy) (?:the |a |my |your )?${EN_LINK}(?: (?:to|for|of) (?:${EN_PROJECT}|(?:the |an? )?(?:web )?(?:editor|workspace|website)))?`,
      `(?:whats|what is|wheres|where is|do you have|is there) (?:the |a |my |any )?${EN_LINK}(?: (?:to|for|of) ${EN_PROJECT})?`,
    ),
  ],
  zh: [
    whole(
      'any',
      `(?:我)?(?:想|要|能)?(?:在|用|到|去)${ZH_WEB}(?:打开|查看|看|编辑|继续编辑|继续|开)${ZH_PROJECT}`,
      `(?:把)?${ZH_PROJECT}(?:在|用|到)${ZH_WEB}(?:打开|查看|看|编辑|继续编辑|继续|开)|打开(?:浏览器|网页|网页版|网站)|浏览器(?:打开|查看|编辑)|网页版`,
      `(?:${ZH_GIVE})?(?:这个|我的|当前)?${ZH_LINK}(?:给我|发我|发给我)?|(?:有|有没有)(?:${ZH_PROJECT})?${ZH_LINK}(?:吗|么)?|${ZH_LINK}(?:呢|是什么|在哪里?|是多少|发我|给我|发给我|发一下)+|(?:把)${ZH_LINK}(?:发|给|发给|传给)(?:我|一下)+`,
    ),
  ],
  vocabulary: [
    {
      language: 'en',
      rule: 'words',
      keys: [
        'link|url|browser|workspace|editor|web|website',
        'where|wheres|how|what|whats|send|give|get|have|open|need|want|share|again',
      ],
      others:
        'project|version|online|page|computer|phone|laptop|nemo|nemovideo|edit|myself|manually|view|find|access|the',
      without: 'a|an|some|why|many|much|long|who|of',
    },
    {
      language: 'zh',
      rule: 'words',
      keys: ['链接|网址|网页版|浏览器'],
      others: '发|给|给我|发我|一次|打开|项目|视频|重新|重发|编辑|进|分享|找',
    },
  ],
  misspelled: 'any',
  afterEdit: 'wish',
  beforeEdit: isOwnClause,
};

export const link: AnswerAction = {
  name: 'link',
  aliases: ['browser'],
  description: { en: 'Open the project in a browser', zh: '在浏览器中打开项目' },
  help: { en: 'link – the project in a browser', zh: '链接 – 在浏览器中打开项目' },
  examples: { en: ['open in browser'], zh: ['链接'] },
  access: 'author-or-moderator',
  visibility: 'private',
  confidential: true,
  mode: 'immediate',
  costsCredits: false,
  onlyShows: true,
  phrases,
  command: {
    discord: { name: { en: 'link', zh: '链接' }, response: 'ephemeral' },
    telegram: { startable: true, ephemeral: true },
  },
  async run(context) {
    const { t, sessions, nemo, turn, adapter, settings } = context;
    const session = (await sessions.find(turn.chat))?.session;
    if (!session) return t('statusNoProject');
    const url = await askNemo(context, QUESTION_LIMIT_MS, (signal) =>
      sessions.browserLink(turn.chat, nemo, session, { signal, ...WITHOUT_WAITING }),
    );
    const link = publicLink(url, adapter.platform, settings.publicUrl);
    return link ? t('link', { url: link }) : t('linkLocalOnly');
  },
};
