import { switchSetting } from './kinds.ts';

/** Whether each project gets a thread of its own. */
export const threads = switchSetting({
  key: 'threads',
  title: { en: 'Threads', zh: '讨论串' },
  about: {
    en: 'Whether photos that are sent to a channel begin a thread of their own.',
    zh: '发到频道的照片是否各自开一个讨论串。',
  },
  platforms: ['discord'],
  fallback: (operator) => operator.threads,
});
