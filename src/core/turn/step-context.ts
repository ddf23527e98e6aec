import type { LanguageSetting } from '../../i18n/language.ts';
import type { Translate } from '../../i18n/translator.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Nemo, NemoSession } from '../../nemo/nemo.ts';
import type { ChatAdapter, NextStep, VideoFile } from '../chat.ts';
import type { TurnSpool } from '../media/spool.ts';
import type { Sessions } from '../storage/sessions.ts';
import type { Progress } from './progress.ts';
import type { Turn } from './turn.ts';

/** Durations in ms that the steps keep to. */
export interface StepSettings {
  renderPollEveryMs: number;
  /** After this long a render is given up, in ms. */
  renderLimitMs: number;
  /** Waits before each reading of the state after a broken stream, in ms. */
  recoveryWaitsMs: number[];
  maxFileBytes: number;
  /** `auto`, or the language that the operator fixed. */
  language: LanguageSetting;
}

/** What may come with a reply's text. */
export interface ReplyMore {
  video?: VideoFile;
  next?: NextStep[];
  /** For the user who asked alone. */
  private?: boolean;
  /** Which of a piece's replies it is, so that each has a key of its own; `main` if not given. */
  part?: 'greeting' | 'back' | 'renewed' | 'raw' | 'record' | 'failure';
}

/** What a step has to work with. A step reads and writes its piece of `turn.work` and calls `save` before it acts on it. */
export interface TurnContext {
  turn: Turn;
  nemo: Nemo;
  adapter: ChatAdapter;
  sessions: Sessions;
  spool: TurnSpool;
  progress: Progress;
  settings: StepSettings;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  /** The chat's Nemo session, made now if there is none. */
  session(): Promise<NemoSession>;
  /** Writes the turn to the journal. */
  save(): Promise<void>;
  /** Posts a result in answer to the message that asked. */
  reply(text: string, more?: ReplyMore): Promise<void>;
  /** A sentence in the turn's language. */
  say: Translate;
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
