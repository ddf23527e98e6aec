import { choiceSetting } from './kinds.ts';

export const skillSetting = choiceSetting<string>({
  key: 'skill',
  title: { en: 'Skill', zh: '技能' },
  about: {
    en: 'What I am set up for here, unless a chat was switched by /skill.',
    zh: '我在这里专门做什么；用 /skill 切换过的聊天除外。',
  },
  inPrivate: true,
  choices: ({ operator }) => operator.skills.map(({ slug, title }) => ({ value: slug, label: title })),
  fallback: ({ skills }) => skills[0]?.slug ?? '',
  applied: (chats, chat) => chats.update(chat, { skill: undefined }),
});
