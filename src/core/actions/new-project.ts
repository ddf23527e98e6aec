import { type ActionPhrases, type Lead, whole } from '../../intents/phrases.ts';
import { takingFiles } from '../turn/next-steps.ts';
import { publicLink } from '../turn/public-link.ts';
import type { AnswerAction } from './action.ts';
import { askNemo, QUESTION_LIMIT_MS, WITHOUT_WAITING } from './ask-nemo.ts';

/** "Start over" may be about the video; a project is not. */
const ENDS_IN_PROJECT = /\b(?:project|session)$|(?:项目|专案|会话)$/u;
const BEGINS_A_PROJECT =
  /^(?:start|begin|create|open)\b.*\bnew (?:project|session)$|^(?:新建|创建|开启?|开始).*(?:项目|专案|会话)$/u;

/** For normalised text: lower case, no apostrophes within words. */
const EN_THE = '(?:the|my|our|this|that|your)';

const phrases: ActionPhrases = {
  en: [
    whole(
      'bare',
      'new',
      'new (?:project|session|video|chat|conversation|draft|timeline)',
      'reset',
      'restart',
      '(?:a )?clean slate',
    ),
    whole(
      'verb',
      `(?:start|begin|create|open|make)(?: up)?(?: a| an)? (?:brand )?(?:new|fresh|blank|another|empty|different|separate|second) (?:project|session|draft|timeline|chat|conversation)`,
      `(?:start|begin)(?: on| with)? a (?:brand )?new (?:video|one|movie)`,
      `(?:start|begin)(?: all| everything)? (?:over|fresh|anew|from scratch|from zero|new)(?: again| from scratch)?|(?:start|begin) (?:again|over) (?:from|at) (?:scratch|zero|the (?:very )?(?:beginning|start))`,
      `(?:reset|restart|clear|discard) (?:everything|${EN_THE}(?: whole)? (?:project|session|chat|conversation))`,
      `(?:scrap|forget|discard|delete|wipe|clear|drop|erase|throw away) (?:it|this|that|everything|all of (?:it|this|that)|${EN_THE}(?: whole)? project)(?: all)? and (?:start|begin) (?:over|fresh|new|again|anew|from scratch|an? (?:brand )?(?:new|fresh) (?:project|one|session))`,
    ),
  ],
  zh: [
    whole(
      'bare',
      '新建|新(?:的)?(?:项目|专案|工程|会话|对话|视频|影片)|重新开始|从头开始|从头再来|清空重来|全部清空重来|(?:不要|放弃)(?:这个|这些)?了?重新开始|重头开始|重置|重启|重开|new',
    ),
    whole(
      'verb',
      `(?:重新|另外?|再)?(?:新建|创建|新开|开启|建立|开|建|开始|打开|换|来|做|弄|起|搞)(?:一个|个|一段|一条)?(?:新的?|空白的?|全新的?)?(?:项目|专案|工程|会话|对话)`,
      `(?:新建|新开|开始)(?:一个|个|一段|一条)?(?:新的?|全新的?|下一个)?(?:视频|影片|短片)|开始做?(?:一个|个)?(?:新的|下一个)`,
      `(?:重置|清空|重启|放弃)(?:整个|当前|这个|的)*(?:项目|专案|工程|会话|对话)|(?:全部|一切|都)(?:重新开始|从头开始|重来)`,
    ),
  ],
  afterEdit: 'fresh-start',
  beforeEdit: ({ core, strength }: Lead) => (strength === 'weak' ? BEGINS_A_PROJECT : ENDS_IN_PROJECT).test(core),
  costly: true,
};

export const newProject: AnswerAction = {
  name: 'new',
  aliases: ['reset'],
  description: { en: 'Start a new project', zh: '开始新项目' },
  help: { en: 'new – start a new project', zh: '新项目 – 重新开始' },
  examples: { en: [], zh: ['新项目'] },
  access: 'author-or-moderator',
  visibility: 'public',
  mode: 'queued',
  costsCredits: false,
  phrases,
  command: {
    discord: { name: { en: 'new', zh: '新项目' }, response: 'public' },
    telegram: { startable: false },
  },
  async run(context) {
    const { t, sessions, nemo, turn, signal, adapter, settings } = context;
    const old = (await sessions.find(turn.chat))?.session;
    // Whoever opens the link holds the project: others of the place must not read it.
    const next = takingFiles(context);
    if (!old || turn.shared) return { text: t('newProject'), next };
    // A link that cannot be had is no reason to stay with the old project.
    const url = await askNemo(context, QUESTION_LIMIT_MS, (limited) =>
      sessions.browserLink(turn.chat, nemo, old, { signal: limited, ...WITHOUT_WAITING }),
    ).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return undefined;
    });
    const link = publicLink(url, adapter.platform, settings.publicUrl);
    return { text: link ? t('newProjectOld', { url: link }) : t('newProject'), next };
  },
  /** Only queued turns change their chat's project, so that doing this twice changes nothing. */
  async carryOut({ sessions, turn }) {
    await sessions.update(turn.chat, {
      session: undefined,
      link: undefined,
      mediaCount: 0,
      files: [],
      lastPrompt: undefined,
    });
    return undefined;
  },
};
