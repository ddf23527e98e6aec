import { CHOSEN_LANGUAGES, spokenIn } from '../../i18n/language.ts';
import { translator } from '../../i18n/translator.ts';
import { LANGUAGE, readLanguage, SPOKEN_LANGUAGE } from '../../intents/arguments.ts';
import { simplify } from '../../intents/normalise.ts';
import { type ActionPhrases, isOwnClause, type Lead, whole, wholeWith } from '../../intents/phrases.ts';
import { languageOfPlace } from '../settings/language.ts';
import type { AnswerAction } from './action.ts';

const ZH_SPEAK = '(?:说|讲|用|使用|以)';

const ZH_REPLY = '(?:回复|回答|答复|交流|说话|聊天|沟通|说|讲|跟我说|和我说|跟我聊|和我聊|对话|回我|回)';

const phrases: ActionPhrases = {
  en: [
    wholeWith(
      'speak',
      readLanguage,
      `(?:speak|talk)(?: (?:to|with) (?:me|us))?(?: in)? (${LANGUAGE})(?: (?:to|with) (?:me|us))?(?: from now on| only| instead)?`,
      `(?:reply|answer|respond|write back|write to me|write me|chat|continue|communicate)(?: (?:to|with) (?:me|us)| me)?(?: only)? in (${LANGUAGE})(?: (?:from now on|only|instead|to me))*`,
      `(?:do|can) (?:you|u) (?:also )?(?:speak|understand|talk|know) (${LANGUAGE})`,
      `i (?:dont|do not|cant|cannot) (?:speak|read|understand) (?:english|chinese|mandarin)[ ,.!;]+(?:please )?(?:speak|use|in|reply in|answer in) (${LANGUAGE})`,
    ),
    wholeWith(
      'switch',
      readLanguage,
      `(?:switch|change)(?: back| over)? to (${SPOKEN_LANGUAGE})(?: language)?(?: from now on| instead)?`,
      `(?:switch|change|set)(?: (?:the|your|my|this chats|bot|chat|interface|reply))* language(?: back)? (?:to|into) (${LANGUAGE})`,
      `(${SPOKEN_LANGUAGE})(?: (?:only|from now on))?`,
      `language:? (${LANGUAGE})|use (${SPOKEN_LANGUAGE})(?: language)?(?: from now on| with me| to (?:reply|answer))?`,
    ),
    whole(
      'list',
      'languages?(?: settings?)?',
      '(?:which|what) languages?(?: (?:do|can) you (?:speak|support|know|understand|talk|offer)| are (?:there|available|supported))',
      '(?:change|switch|set|choose|select)(?: (?:the|your|my|bot|chat))* languages?|how (?:do|can) i (?:change|switch|set)(?: (?:the|your|my))* language',
    ),
  ],
  zh: [
    wholeWith(
      'speak',
      readLanguage,
      `(?:说|讲)(${LANGUAGE})|(?:跟|和|对)我(?:说|讲)(${LANGUAGE})`,
      `${ZH_SPEAK}(${LANGUAGE})(?:来|跟我|和我|给我)*${ZH_REPLY}(?:我)?`,
      `(?:回复|回答|说话)(?:我)?(?:用|使用)?(${LANGUAGE})|(?:你)?(?:会|懂)(?:不会)?(?:说|讲)?(${LANGUAGE})(?:吗|么)?`,
      `(?:speak|talk|replyin|answerin|in)(${LANGUAGE})`,
    ),
    wholeWith(
      'switch',
      readLanguage,
      `(${SPOKEN_LANGUAGE})|(?:用|使用|改用|换成|改成)(简体(?:中文|字)?|繁体(?:中文|字)?|正体(?:中文|字)?)`,
      `(?:切换|切|转)(?:到|成|为|回|至)?(${SPOKEN_LANGUAGE})(?:模式)?|(?:switchto|changeto)(${SPOKEN_LANGUAGE})`,
      `(?:把)?(?:回复|聊天|界面|机器人|你的|的)*语言(?:切换|换|改|设置|设|调)*(?:到|成|为|回|至|:)?(${LANGUAGE})|(?:切换|更换|修改|设置|设定|换|改)(?:回复|聊天|界面)?语言(?:到|成|为|至|:)?(${LANGUAGE})`,
    ),
    whole(
      'list',
      '语言(?:设置|设定|切换|列表)?|(?:切换|更换|修改|设置|换|改)(?:一下|个|一个)?语言',
      '(?:你)?(?:都)?(?:支持|会说|会讲|能说|会|有|懂)(?:哪些|什么|几种|哪几种|多少种)语言',
    ),
  ],
  slashArgument: { read: readLanguage, required: false },
  misspelled: 'any',
  beforeEdit: (lead: Lead) => isOwnClause(lead) && lead.rule.endsWith('.speak'),
};

const NAMES = { en: 'English', zh: '中文', 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文' } as const;

export const language: AnswerAction = {
  name: 'language',
  aliases: ['lang'],
  description: { en: 'English, Chinese, or whatever you write in', zh: '中文、英文，或跟随你的文字' },
  help: { en: 'language – English or Chinese', zh: '语言 – 中文或英文' },
  examples: { en: ['speak English'], zh: ['说中文'] },
  access: 'moderator',
  visibility: 'private',
  mode: 'immediate',
  costsCredits: false,
  phrases,
  typed: [
    {
      pattern: /^\/language (\S.{0,29})$|^language (auto|en|zh|english|chinese)$|^语言 ?(自动|中文|英文)$/i,
      argument: (wanted) => wanted,
    },
  ],
  option: {
    kind: 'choice',
    name: { en: 'language', zh: '语言' },
    description: { en: 'Leave it out to see which one it is', zh: '不填则显示现在用哪种语言' },
    choices: [
      { label: { en: 'English', zh: 'English' }, argument: 'en' },
      { label: { en: '简体中文', zh: '简体中文' }, argument: 'zh-Hans' },
      { label: { en: '繁體中文', zh: '繁體中文' }, argument: 'zh-Hant' },
      { label: { en: 'whatever is written', zh: '跟随文字' }, argument: 'auto' },
    ],
  },
  command: {
    discord: { name: { en: 'language', zh: '语言' }, response: 'ephemeral' },
    telegram: { startable: true },
  },
  async run({ t, sessions, turn, settings, place, argument = '' }) {
    const wanted = argument.trim().toLowerCase();
    if (settings.language !== 'auto') return t('languageFixed');
    if (!wanted) return t('languageNow');
    if (/^(?:auto|自动|自動)/.test(wanted)) {
      await sessions.update(turn.chat, { languageChosen: undefined });
      const ofPlace = languageOfPlace(place.stored);
      return ofPlace ? t('languageOfPlace', { language: NAMES[ofPlace] }) : t('languageAuto');
    }
    const chosen = CHOSEN_LANGUAGES.find((known) => known === readLanguage(simplify(wanted)));
    if (!chosen) return t('languageUnknown');
    const language = spokenIn(chosen);
    await sessions.update(turn.chat, { languageChosen: chosen, language });
    const traditional = chosen === 'zh-Hant' || (chosen === 'zh' && turn.traditional);
    return translator(traditional ? 'zh-Hant' : language)('languageSet');
  },
};
