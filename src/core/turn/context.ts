import { translator } from '../../i18n/translator.ts';
import { type Clock, withTimeLimit } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { attributionFor } from '../../skills.ts';
import type { ChatAdapter, Reply } from '../chat.ts';
import type { Spool } from '../media/spool.ts';
import type { QueueView, SkillView } from '../steps/answer.ts';
import { type NemoAccount, projectOf, type Sessions, shortHash } from '../storage/sessions.ts';
import type { Waiting } from './journal.ts';
import type { Progress } from './progress.ts';
import type { ReplyMore, StepSettings, TurnContext } from './step-context.ts';
import type { Turn } from './turn.ts';

export interface TurnSettings extends StepSettings {
  stillWorkingEveryMs: number;
  /** Limit of one send to a platform, retries and all, in ms. */
  sendLimitMs: number;
  skillPlatform?: string;
  webUrl: string;
  /** True when the bot made its Nemo account by itself. */
  anonymous: boolean;
}

/** All that a turn needs to be run. */
export interface TurnRun {
  turn: Turn;
  adapter: ChatAdapter;
  account: NemoAccount;
  skills: SkillView;
  sessions: Sessions;
  spool: Spool;
  lane: QueueView;
  clock: Clock;
  log: Logger;
  settings: TurnSettings;
  signal: AbortSignal;
  /** Aborted when the process stops, and only then. */
  stopping: AbortSignal;
  /** True when an earlier process began it. */
  resumed: boolean;
  /** Writes the turn to the journal. */
  save(): Promise<void>;
  /** The same, and waits for a store that can't be written. */
  keep(waiting: Waiting): Promise<void>;
}

/** What the steps of a run work with. */
export function contextOf(run: TurnRun, progress: Progress): TurnContext {
  const { turn, adapter, sessions, settings, clock, signal } = run;
  const say = translator(turn.language);
  const skill = run.skills.current;
  const nemo = run.account.for(attributionFor(skill, settings.skillPlatform), {
    onWait: () => progress.hold(say('nemoSilent')),
    onResume: () => progress.hold(),
  });
  const reply = async (text: string, more: ReplyMore = {}) => {
    progress.skip();
    const { part = 'main', ...shown } = more;
    const session = shown.next && (await sessions.find(turn.chat))?.session;
    const result: Reply = {
      text,
      private: false,
      ...shown,
      key: shortHash(`${turn.id}#${turn.at}#${part}`),
      project: session && projectOf(session),
      inReplyTo: turn.messageId,
    };
    const ref = await withTimeLimit(clock, settings.sendLimitMs, 'posting to the chat', signal, (limited) =>
      adapter.send(turn.chat, result, limited),
    );
    if (shown.next) await sessions.rememberResult(turn.chat, ref);
  };
  return {
    ...run,
    save: () => run.keep({ signal, onWait: () => progress.hold(say('storeSilent')), onGoOn: () => progress.hold() }),
    nemo,
    progress,
    say,
    reply,
    spool: run.spool.openTurn(turn.id),
    async session() {
      const known = await sessions.find(turn.chat);
      if (known?.session) return known.session;
      if (!known?.greeted) await reply(skill.greeting[turn.language], { part: 'greeting' });
      await sessions.update(turn.chat, { language: turn.language, greeted: true });
      await progress.showNow(say('connecting', { skill: skill.title }));
      const session = await sessions.start(turn.chat, nemo, turn.language, signal);
      await progress.showNow(say('ready'));
      return session;
    },
  };
}
