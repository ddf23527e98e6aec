import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import type { AnswerAction } from './action.ts';

/** What the bot is busy with, not what runs in a video. */
const EN_BUSY = '(?:running|doing|making|working on|rendering|exporting|generating|processing|cooking up)';

const EN_AT_PRESENT = '(?: (?:now|right now|at the moment|currently|there))?';

const ZH_WORK = '(?:导出|汇出|渲染|输出|下载|上传|生成|处理|制作|任务|操作|请求|工作|作业|export|render)';

const phrases: ActionPhrases = {
  en: [
    whole(
      'bare',
      'cancel|abort|stop|halt',
      '(?:no )?(?:wait|hold on|hang on|hey)(?: no)?[, ]+(?:stop|cancel|abort)(?: it| that)?|abort mission|(?:dont|do not) continue|(?:stop|cancel|abort)(?: it| that| this)?[,.! ]+i (?:dont|do not) (?:want|need) (?:it|this|that)(?: any ?more| any longer| now| after all)?',
      '(?:no )?never ?mind(?: that| it)?|nvm|forget (?:it|that|about it)|(?:no|wait|wait no) (?:stop|cancel)(?: it| that)?',
    ),
    whole(
      'verb',
      `(?:cancel|stop|abort|halt)(?: it| that| this| everything| all| all of it| working| generating| processing| right there)+`,
      `(?:cancel|stop|abort|halt|interrupt|kill)(?: (?:the|this|my|that|current|running|last|doing|video))* (?:export(?:ing)?|render(?:ing)?|download(?:ing)?|upload(?:ing)?|requests?|jobs?|tasks?|process(?:ing)?|generation|generating|operation)`,
      `(?:cancel|stop|abort|halt|kill|interrupt|drop) (?:what|whatever)(?:(?: it is)? (?:you|u)(?:re| are| r)?(?: currently| still)? ${EN_BUSY}|(?:s| is)(?: currently| still)? (?:running|being (?:made|rendered|exported|generated|processed)|rendering|exporting|processing|in progress|in the works))${EN_AT_PRESENT}`,
      `(?:cancel|stop|abort|halt|kill|interrupt) (?:the |my )?(?:request|job|task|export|render|generation)(?:s)? (?:(?:that|which) (?:is|are) |thats )?(?:currently |now )?(?:(?:you are |youre )${EN_BUSY}|running|in progress|underway|in the works)${EN_AT_PRESENT}`,
      `(?:cancel|abort|stop) (?:the|my) (?:current|running|ongoing|active) (?:one|thing|process|work|run)${EN_AT_PRESENT}`,
      '(?:i )?changed my mind',
      '(?:dont|do not)(?: (?:do|make|run|continue|go on with|bother with))(?: (?:it|that|this))?(?: (?:any ?more|any longer|after all|then|now))+|(?:scrap|skip|forget about) (?:it|that|this)(?: request)?|drop (?:this|that|the|my) request',
      '(?:cancel|stop|halt|quit) (?:what|whatever) (?:you|u) are doing',
    ),
  ],
  zh: [
    whole(
      'bare',
      '取消|停|停止|停下|停下来|停一下|停一停|(?:算了|取消吧?)(?:吧)?(?:不要了|不用了|不做了|不弄了)|中止|终止|中断|打住|算了|cancel|stop|快停|停停停?|(?:停|停一下|停下|取消)先|取消(?:刚才|刚刚|上一个|上个)(?:的)?(?:那个|请求|任务)?|取消取消',
    ),
    whole(
      'verb',
      `(?:取消|停止|中止|终止|中断|停掉|停下|取消掉)(?:当前|现在|目前|这次|本次|这个|正在进行|正在|进行中|运行中|视频|影片|的|刚才|掉)*${ZH_WORK}`,
      `(?:取消|停止|中止|终止|中断|停掉|停下)(?:掉)?(?:你)?(?:现在|目前|当前)?(?:正在|在)(?:运行|跑|执行|处理|进行|生成|渲染|导出|做)(?:着|中)?的(?:${ZH_WORK}|东西|那个|事)`,
      `(?:把|将)(?:你)?(?:当前|现在|目前)?(?:正在|在)?(?:(?:运行|跑|执行|处理|进行|生成|渲染|导出|做)(?:着|中)?)?的?(?:这个|那个)?(?:导出|渲染|生成|任务|请求|作业|操作)(?:给我|都|给)?(?:取消|停止|停掉|停|中止|终止|中断)(?:掉|了|下来)?`,
      `(?:先|暂时)?(?:不|别|不用|不要)(?:做|弄|搞|剪)了|(?:先|暂时)停(?:一下|一停|下来|下)?`,
      `(?:别|不要|不用|不)(?:再)?(?:导出|汇出|渲染|生成|下载|处理|做|弄|继续|制作)了|(?:都|全部|全)(?:取消|停止|停掉)|(?:取消|停止)(?:全部|所有|一切)`,
    ),
  ],
  misspelled: 'bare',
  immediate: true,
  costly: true,
};

/** Stands before the id of a progress message: its request is meant. */
const PROGRESS = 'at:';

export const cancel: AnswerAction = {
  name: 'cancel',
  aliases: ['stop'],
  description: { en: 'Stop what is running', zh: '停止正在做的事' },
  help: { en: 'cancel – stop what is running', zh: '取消 – 停止正在做的事' },
  examples: { en: ['cancel all'], zh: ['取消'] },
  access: 'author-or-moderator',
  visibility: 'public',
  mode: 'control',
  costsCredits: false,
  phrases,
  typed: [
    {
      pattern: /^\/?cancel (?:all|everything)$|^(?:全部|全都)取消$|^取消(?:全部|所有)$/i,
      argument: () => 'all',
    },
  ],
  option: {
    kind: 'flag',
    argument: 'all',
    name: { en: 'all', zh: '全部' },
    description: { en: 'Also what is waiting behind it', zh: '连同后面排队的' },
  },
  command: {
    discord: { name: { en: 'cancel', zh: '取消' }, response: 'public' },
    telegram: { startable: false },
  },
  run({ t, queue, argument = '' }) {
    const shown = argument.startsWith(PROGRESS) ? argument.slice(PROGRESS.length) : undefined;
    // The button beside a progress message stops that request, and none that has begun since.
    const waits = queue.waiting().find(({ progressRef }) => shown !== undefined && progressRef === shown);
    if (waits?.stoppable) return { text: t('removed', { what: waits.text }), stops: [waits.id] };
    if (shown !== undefined && queue.running()?.progressRef !== shown) return t('nothingToCancel');
    const all = argument === 'all';
    const now = queue.running();
    const running = now?.stoppable ? now : undefined;
    const waiting = queue.waiting();
    const removed = all ? waiting.filter(({ stoppable }) => stoppable) : [];
    const lines: string[] = [];
    if (running?.costs === 'free') lines.push(t('cancelled', { what: running.text }));
    if (running?.costs === 'spent') lines.push(t('cancelledSpent', { what: running.text }));
    if (running?.costs === 'render') lines.push(t('cancelledRender'));
    if (removed.length > 0) lines.push(t('cancelledAll', { count: removed.length }));
    const [next] = waiting;
    if (running && !all && next) lines.push(t('cancelledMore', { what: next.text }));
    return {
      // What this user asked for has ended since; what runs now is another's.
      text: lines.length > 0 ? lines.join('\n') : t(now ? 'cancelOthers' : 'nothingToCancel'),
      stops: [...removed, ...(running ? [running] : [])].map(({ id }) => id),
    };
  },
  async carryOut({ t, queue }, { stops = [], again }) {
    if (stops.length === 0) return undefined;
    const stopped = await queue.stop(stops);
    // All of it may have ended while the answer was journaled.
    return again || stopped.length > 0 ? undefined : t('nothingToCancel');
  },
};
