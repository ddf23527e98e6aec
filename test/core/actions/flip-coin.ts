import type { AnswerAction } from '../../../src/core/actions/action.ts';
import { whole } from '../../../src/intents/phrases.ts';

/** An action that only the tests have: everything about it stands in this file. */
export const flipCoin: AnswerAction = {
  name: 'coin',
  aliases: ['flip'],
  description: { en: 'Flip a coin', zh: '抛硬币' },
  help: { en: 'coin – heads or tails', zh: '硬币 – 正面或反面' },
  examples: { en: ['flip a coin'], zh: ['抛硬币'] },
  access: 'moderator',
  visibility: 'public',
  mode: 'immediate',
  costsCredits: false,
  phrases: {
    en: [whole('flip', '(?:flip|toss) (?:a|the) coin')],
    zh: [whole('flip', '抛(?:个|一个)?硬币')],
    misspelled: 'any',
    beforeEdit: ({ strength }) => strength !== 'weak',
  },
  typed: [{ pattern: /^coin (heads|tails)$/i, argument: (side) => side }],
  option: {
    kind: 'choice',
    name: { en: 'side', zh: '面' },
    description: { en: 'What you bet on', zh: '你猜哪一面' },
    choices: [
      { label: { en: 'heads', zh: '正面' }, argument: 'heads' },
      { label: { en: 'tails', zh: '反面' }, argument: 'tails' },
    ],
  },
  command: {
    discord: { name: { en: 'coin', zh: '硬币' }, response: 'ephemeral' },
    telegram: { startable: true },
  },
  run: ({ argument, turn }) => {
    const heads = turn.language === 'zh' ? '正面' : 'Heads.';
    return argument ? `${heads} You said ${argument}.` : heads;
  },
};
