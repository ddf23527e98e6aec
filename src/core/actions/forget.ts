import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { requesterOf } from '../access/requester.ts';
import type { AnswerAction } from './action.ts';

const EN_ERASE = '(?:forget|delete|erase|wipe|clear|remove|purge|destroy)';

const EN_THIS_CHAT = '(?:this|the|our) (?:chat|conversation|channel|group)';

const EN_FOR_GOOD = '(?: (?:now|completely|entirely|for good|forever|permanently))?';

const ZH_ERASE = '(?:清除|清空|删除|删掉|抹掉|抹去|忘记|忘掉|擦除|销毁|清掉|清理)';

const ZH_DATA =
  '(?:(?:个人|用户|聊天|私人|全部|所有|保存的|存的|的)*(?:数据|资料|个人信息|聊天记录|记录|对话记录|资讯))';

const phrases: ActionPhrases = {
  en: [
    whole(
      'any',
      `${EN_ERASE} (?:all(?: of)? )?(?:my|our|this chats) (?:stored |saved |personal |private |user |chat )*(?:data|(?:chat |conversation )history|(?:personal|user) (?:info|information))${EN_FOR_GOOD}`,
      `${EN_ERASE} (?:all|everything|what|all (?:the )?(?:data|information)|any data|the data) (?:(?:that )?you(?: have)? (?:know|have|store|stored|saved|keep|remember) )?(?:about|on) (?:me|us|${EN_THIS_CHAT})${EN_FOR_GOOD}`,
      `${EN_ERASE} (?:all )?(?:the |stored )?data (?:of|from|about|for|in) ${EN_THIS_CHAT}${EN_FOR_GOOD}`,
      `forget (?:all )?about (?:me|this (?:chat|conversation))|forget (?:me|this (?:chat|conversation|channel|group))${EN_FOR_GOOD}`,
    ),
  ],
  zh: [
    whole(
      'any',
      `${ZH_ERASE}(?:掉)?(?:关于)?(?:我们?|这个(?:聊天|对话|会话|群|频道)|本(?:聊天|群|会话))的?(?:所有|全部|一切)*${ZH_DATA}`,
      `${ZH_ERASE}(?:掉)?(?:所有|全部|一切)*(?:关于)(?:我们?|这个(?:聊天|对话|会话|群))的?(?:所有|全部|一切)*(?:事情|事|东西|内容|信息|${ZH_DATA})?`,
      `把(?:关于)?(?:我们?|这个(?:聊天|对话|会话|群))的?(?:所有|全部|一切)*(?:${ZH_DATA})(?:都|全|全部|给我)*${ZH_ERASE}(?:掉|干净)?`,
      '(?:忘记|忘掉|忘了)(?:我|这个(?:聊天|对话))(?:吧)?|(?:忘记|忘掉|忘了)(?:我|这个(?:聊天|对话))的?(?:一切|所有事?|全部)',
    ),
  ],
  immediate: true,
  costly: true,
};

export const forget: AnswerAction = {
  name: 'forget',
  aliases: [],
  description: { en: 'Erase what I know about this chat', zh: '忘掉这个聊天的一切' },
  help: { en: 'forget – erase what I know of this chat', zh: '忘记我 – 清除我对这个聊天的记录' },
  examples: { en: ['forget this chat'], zh: ['忘记我'] },
  access: 'moderator',
  visibility: 'private',
  mode: 'control',
  costsCredits: false,
  phrases,
  typed: [{ pattern: /^\/?forget (?:yes|是|确定)$/i, argument: () => 'yes' }],
  option: {
    kind: 'flag',
    argument: 'yes',
    name: { en: 'sure', zh: '确定' },
    description: { en: 'Yes, erase it', zh: '是的，忘掉' },
  },
  command: {
    discord: { name: { en: 'forget', zh: '忘记' }, response: 'ephemeral' },
    telegram: { startable: false },
  },
  async run({ t, queue, turn, store, consent, argument = '' }) {
    if (argument.trim().toLowerCase() !== 'yes') return t('forgetAsk');
    // Before the chat is erased down to the bytes. What a shared place is set to is not one person's.
    if (!turn.ownWorkOnly) await consent.forget();
    if (!turn.shared) await store.communities.delete(requesterOf(turn).community);
    // Others may have begun to work here since it was asked for.
    return (await queue.forget()) ? t('forgotten') : t('refusedChangesAll', { command: 'forget' });
  },
};
