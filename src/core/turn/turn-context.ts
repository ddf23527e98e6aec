import type { PagePicture } from '../media/page-picture.ts';
import type { Clock } from '@reelay/async';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Translate } from '../../i18n/translator.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Nemo, NemoSession } from '../../nemo/nemo.ts';
import type { Skill } from '../../skills/parse.ts';
import type { BudgetState } from '../access/budgets.ts';
import type { People } from '../access/people.ts';
import type { ActionDeclaration } from '../actions/declaration.ts';
import type { ChatAdapter, MessageRef, NextStep, ReplyFile, VideoFile } from '../chat.ts';
import type { Report, Reports } from '../community/reports.ts';
import type { TurnSpool } from '../media/spool.ts';
import type { WorkMetrics } from '../metrics.ts';
import type { QueueView } from '../queue/queue-view.ts';
import type { OperatorSettings } from '../settings/setting.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Store } from '../storage/store.ts';
import type { TurnTrace } from '../tracing.ts';
import type { Progress } from './progress.ts';
import type { ActionWork, PromptWork, Turn } from './turn.ts';

/** What the operator has set, as far as turns need it. Durations in ms. */
export interface TurnSettings {
  renderPollEveryMs: number;
  /** After this long a render is given up. */
  renderLimitMs: number;
  /** Waits before each reading of the state after a broken stream. */
  recoveryWaitsMs: number[];
  maxFileBytes: number;
  /** `auto`, or the language that the operator fixed. */
  language: LanguageSetting;
  stillWorkingEveryMs: number;
  /** Limit of one send to a platform, retries and all. */
  sendLimitMs: number;
  skillPlatform?: string;
  webUrl: string;
  /** Under which links of the embedded Nemo are given to people; without it they are given on the terminal only. */
  publicUrl?: string;
  /** True when the bot made its Nemo account by itself. */
  anonymous: boolean;
  /** Whether people of a shared place may go on with what others of it made; they may unless set. */
  sharedProjects?: boolean;
  /** Address of terms that people agree to before anything is sent for them. */
  termsUrl?: string;
  /** Places that reports of videos go to. */
  moderatorsPlaces?: ReadonlySet<string>;
  /** Whether each project in a server's channel gets a thread of its own. */
  threads?: boolean;
  /** Who may register the bot's account, as `platform:user`; without any, whoever is alone with the bot. */
  owners?: ReadonlySet<string>;
  /** The backend takes no credits: it is the embedded one. */
  freeOfCharge?: boolean;
  /** The backend makes previews, which cost nothing: the embedded one does. */
  previews?: boolean;
  /** Finds the picture that a page shows of itself; in the public internet unless given. */
  pagePicture?: PagePicture;
}

/** What may come with a reply's text. */
export interface ReplyExtras {
  video?: VideoFile;
  file?: ReplyFile;
  next?: NextStep[];
  /** Only for the user who asked, where the platform can do that. */
  private?: boolean;
  /** Never where others read it; set by `replyConfidentially`. */
  confidential?: boolean;
  /** See {@link Reply.menu}. */
  menu?: boolean;
  replaces?: MessageRef;
  /** Which of a work piece's replies it is, so that each has a delivery key of its own; `main` if not given. */
  part?: 'greeting' | 'back' | 'renewed' | 'raw' | 'record' | 'failure' | 'private' | 'terms';
}

/** The skills there are, and the one that the chat uses. */
export interface SkillView {
  current: Skill;
  all: readonly Skill[];
}

/** What the person who asks may do beyond what everybody may. */
export interface Rights {
  isOwner: boolean;
  /** An owner, or a moderator of the shared place; looked up, and never rejects. */
  isModerator(): Promise<boolean>;
  /** The same in the place of a report; never rejects. */
  moderates(report: Pick<Report, 'chat' | 'community' | 'shared'>): Promise<boolean>;
}

/** A person's agreement to the operator's terms. */
export interface PersonConsent {
  /** Remembers that they agree. */
  agree(): Promise<void>;
  /** Begins what they asked for before they did. */
  goOn(): Promise<void>;
  /** Drops what they asked for in this chat before they did. */
  forget(): Promise<void>;
}

/** What a turn may spend, and what it spends. */
export interface TurnBudget {
  /** Sets aside what the turn's prompts are expected to take; rejects with what the user reads where that is too much. */
  reserve(): Promise<void>;
  /** Begins to measure what a prompt takes; what it gives back notes that in the prompt's journal entry. */
  measure(work: PromptWork): Promise<() => Promise<void>>;
  /** What the person, and the server or group, may spend and has spent; nothing where there are no budgets. */
  states(): Promise<BudgetState[]>;
}

/**
 * What the steps and actions of one turn work with. A step reads and writes its piece of `turn.work`, and saves before it
 * does anything that must not be done twice.
 */
export interface TurnContext {
  turn: Turn;
  adapter: ChatAdapter;
  nemo: Nemo;
  sessions: Sessions;
  /** What is kept about communities and people. */
  /** What was reported to moderators. */
  reports: Reports;
  /** Tells owners of what failed at the backend; never rejects. */
  alertOwners(error: unknown): void;
  store: Pick<Store, 'blocks' | 'communities' | 'ledger' | 'audit'>;
  people: People;
  /** How its place is set, as it was when the turn began, and where that comes from. */
  place: { stored: CommunitySettings; operator: OperatorSettings };
  rights: Rights;
  skills: SkillView;
  /** The chat's queue as this turn sees it. */
  queue: QueueView;
  /** The action table, for the help text. */
  actions: readonly ActionDeclaration[];
  spool: TurnSpool;
  /** What it may spend. */
  budget: TurnBudget;
  progress: Progress;
  /** What is counted of it. */
  metrics: WorkMetrics;
  /** What it does now, for whoever traces it. */
  trace: TurnTrace;
  settings: TurnSettings;
  clock: Clock;
  log: Logger;
  /** Aborted when the user stops the turn, or the process does. */
  signal: AbortSignal;
  /** Aborted when the process stops, and only then. */
  stopping: AbortSignal;
  /** True when an earlier process began the turn. */
  resumed: boolean;
  /** The chat's Nemo session, made now if there is none. */
  session(): Promise<NemoSession>;
  /** Writes the turn to the journal; while the store cannot be written it waits, for a quarter of an hour at most. */
  save(): Promise<void>;
  /**
   * The same, with the fact that the prompt under way leaves. False, with nothing written, where another copy of the turn has
   * written that: this one must not send it.
   * @param attempt counted from 1
   */
  claimPrompt(attempt: number): Promise<boolean>;
  /** Writes the turn like {@link save}, but only the stop of the process ends the wait, not the stop of the turn. */
  saveAtEnd(): Promise<void>;
  /** Writes the turn to the journal; rejects at once when the store cannot be written. */
  saveOnce(): Promise<void>;
  /** Posts an answer that nobody else may read: in private where the platform cannot answer one person alone. */
  replyConfidentially(text: string, extras?: ReplyExtras): Promise<void>;
  /** Posts a result in answer to the message that asked. */
  reply(text: string, extras?: ReplyExtras): Promise<void>;
  /** A file of the message came in: counts its bytes, instead of those that the message declared. */
  received(bytes: number, declaredBytes: number | undefined): Promise<void>;
  /** Runs an action of the table and posts its answer. */
  runAction(work: ActionWork): Promise<void>;
  consent: PersonConsent;
  /** A sentence in the turn's language. */
  t: Translate;
}

/** Ends the turn with a sentence for the user that is already in their language. */
export class TurnFailure extends Error {
  override readonly name = 'TurnFailure';
  readonly sentence: string;

  constructor(sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.sentence = sentence;
  }
}
