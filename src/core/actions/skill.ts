import { inVoice } from '../../i18n/translator.ts';
import { readSkill } from '../../intents/arguments.ts';
import { ZH_LOOK } from '../../intents/fragments.ts';
import { type ActionPhrases, type Lead, whole, wholeWith } from '../../intents/phrases.ts';
import type { Skill } from '../../skills/parse.ts';
import { voiceOf } from '../turn/voice.ts';
import type { ActionContext, AnswerAction } from './action.ts';

const EN_NAME = '(?:[\\p{L}\\p{N}"-]+ ){1,6}?';

const EN_TITLE = '(?:ai )?images?[ -](?:to|in)[ -]video(?:[ -]+(?:generator|king|hd|motion|deevid))*';

const EN_CHOOSE =
  '(?:use|switch(?: over)? to|change(?: it)? to|try|activate|load|pick|choose|select|go with|enable|take)';

const ZH_SKILL_WORD = '(?:技能|skill)';

const ZH_USE = '(?:换成|换到|换为|改成|改用|改为|切换到|切换成|切换为|切到|切成|使用|用|启用|选择|选|试试|切换至)';

/** What a skill's name is made of; "换成火焰技能" is about a picture. */
const ZH_SKILL_NAME =
  '(?:[a-z0-9-]{2,60}|动态|运动|动效|高清|高清视频|图片转视频|图生视频|图转视频|照片转视频|图片变视频|王者|国王|王|之王|视频生成器|转视频|第[一二三四五1-5]个)+';

const ZH_TITLE = '(?:ai)?images?-?(?:to|in)-?video(?:-?(?:generator|king|hd|motion|deevid))*';

const phrases: ActionPhrases = {
  en: [
    whole(
      'list',
      '(?:(?:show|list|tell|see)(?: me)? )?(?:(?:all|the|your|available|other|of) )*skills?(?: list)?',
      '(?:which|what)(?: other)? skills?(?: (?:are there|are available|do you (?:have|know|offer|support)|can i (?:use|choose|pick|try)|have you got|is (?:this|active|on|running|selected)|are you using|am i using))?(?: (?:now|right now))?',
      '(?:what|which) (?:is|are)(?: all)? (?:the|your|available)(?: (?:available|current|active))? skills?|(?:whats|what is) (?:the|my) (?:current|active) skill',
      '(?:switch|change|choose|pick|select)(?: the| my| a| another| to another| to a different)? skills?|another skill|how (?:do|can) i (?:switch|change|choose|pick)(?: the| my| a| between| to another| to a different)? skills?',
    ),
    wholeWith(
      'choose',
      readSkill,
      `${EN_CHOOSE} (?:the |an? )?(${EN_NAME})skill(?: instead| now| from now on)?`,
      `(?:${EN_CHOOSE} (?:the )?skill:?|skill:) ([\\p{L}\\p{N} "-]{2,40})`,
      '(?:switch|change|set)(?: the| my)? skill to (?:the )?([\\p{L}\\p{N} "-]{2,40}?)(?: skill)?',
      `(?:(?:switch(?: over)? to|change to|activate|load|use|select|choose) (?:the )?|skill )("?${EN_TITLE}"?)(?: (?:skill|mode|profile))?(?: instead| now)?`,
    ),
  ],
  zh: [
    whole(
      'list',
      `(?:${ZH_LOOK})?(?:都)?(?:你)?(?:现在|目前|一共|还)?(?:有|支持|可以用|能用|可用)(?:哪些|什么|几个|多少个?|别的|其他)(?:可用的?)?${ZH_SKILL_WORD}(?:可以用|可用|可选)?`,
      `(?:${ZH_LOOK})?(?:所有|全部|可用|可选|的)*${ZH_SKILL_WORD}(?:列表|有哪些|都有哪些|有什么|清单)?|(?:哪些|什么)${ZH_SKILL_WORD}(?:可以用|可用|可选)?`,
      `(?:切换|更换|换|选择|选|改)(?:一下|一个|个|别的|其他)*${ZH_SKILL_WORD}|(?:现在|当前|目前)(?:用|使用)?的?(?:是)?(?:哪个|什么)?${ZH_SKILL_WORD}(?:是什么|是哪个)?`,
    ),
    wholeWith(
      'choose',
      readSkill,
      `${ZH_USE}(?:这个|到|成|为)?["'「『《]?(${ZH_SKILL_NAME})["'」』》]?(?:这个|的)?${ZH_SKILL_WORD}`,
      `${ZH_USE}["'「『《]?(${ZH_TITLE})["'」』》]?(?:模式)?|(?:use|switchto|skill|changeto)["'「]?(${ZH_SKILL_NAME})["'」]?${ZH_SKILL_WORD}`,
      `(?:把)?${ZH_SKILL_WORD}(?:切换|换|改|设)?(?:到|成|为|至)(?:了)?["'「『《]?([\\p{L}\\p{N}-]{1,40}?)["'」』》]?${ZH_SKILL_WORD}?|(?:切换|更换|使用|选择|启用|换)${ZH_SKILL_WORD}(?:到|成|为|至)?["'「『《]?([\\p{L}\\p{N}-]{1,40}?)["'」』》]?`,
    ),
  ],
  slashArgument: { read: readSkill, required: false },
  beforeEdit: ({ argument }: Lead) => argument !== undefined,
};

export const skill: AnswerAction = {
  name: 'skill',
  aliases: ['skills'],
  description: { en: 'Show the skills, or switch this chat to one', zh: '查看技能，或切换这个聊天的技能' },
  help: { en: 'skill – what I am set up for', zh: '技能 – 我专门做什么' },
  examples: { en: ['skill 2'], zh: ['技能'] },
  access: 'moderator',
  visibility: 'private',
  mode: 'immediate',
  costsCredits: false,
  phrases,
  typed: [
    {
      // With a slash anything may follow; without one only what cannot be the beginning of a request.
      pattern: /^\/skill (\S.{0,59})$|^skill (\d{1,2})$|^技能 ?(\d{1,2})$/i,
      argument: (name) => name,
    },
  ],
  option: {
    kind: 'text',
    maxLetters: 60,
    name: { en: 'name', zh: '名称' },
    description: { en: 'A name or number; leave it out to see them all', zh: '名称或编号；不填则列出全部' },
  },
  command: {
    discord: { name: { en: 'skill', zh: '技能' }, response: 'ephemeral' },
    telegram: { startable: true },
  },
  async run(context) {
    const { t, sessions, turn, skills, argument = '' } = context;
    const wanted = argument.trim();
    if (!wanted) return skillList(context);
    const found = findSkill(skills.all, wanted);
    if (!found) return `${t('skillUnknown', { what: wanted })}\n${skillList(context)}`;
    await sessions.update(turn.chat, { skill: found.slug });
    return t('skillSwitched', { skill: found.title, greeting: inVoice(found.greeting, voiceOf(turn)) });
  },
};

function skillList({ t, turn, skills }: ActionContext): string {
  // Descriptions are the skill's own, in English; its greeting says the same in both languages.
  const about = (each: Skill) => (turn.language === 'en' ? each.description : inVoice(each.greeting, voiceOf(turn)));
  const list = skills.all.map((each, index) => `${index + 1}. ${each.title}: ${about(each)}`);
  return [t('skillList', { current: skills.current.title }), ...list, t('skillHint')].join('\n');
}

/** The skill of this number, slug or title, or the only one whose title holds these words. */
function findSkill(all: readonly Skill[], wanted: string): Skill | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const name = plain(wanted);
  const exact = all[Number(wanted) - 1] ?? all.find(({ slug, title }) => plain(slug) === name || plain(title) === name);
  if (exact) return exact;
  const [first, ...others] = all.filter(({ title }) => plain(title).includes(name));
  return others.length === 0 ? first : undefined;
}
