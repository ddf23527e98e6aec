import type { NextStep, ReplyFile } from '../chat.ts';
import type { ActionWork, ExportWork, PromptWork } from '../turn/turn.ts';
import type { TurnContext } from '../turn/turn-context.ts';
import type { ActionDeclaration } from './declaration.ts';

/** What an action works with: the turn's context, and what was said with it, such as the number of a waiting request. */
export type ActionContext = TurnContext & { argument?: string };

/** The bot's own answer, journaled before anything is done about it. */
export interface Answer {
  /** Empty only where the agent is asked something, whose reply is then the answer. */
  text: string;
  /** Ids of the turns that it stops or removes from the queue: these and no others, also after a restart. */
  stops?: string[];
  /** Offered with it. */
  next?: NextStep[];
  /** What is next is a menu: chosen from one, it takes its place. */
  menu?: boolean;
  /** What the agent is asked after it. */
  asks?: ActionWork['asks'];
}

/** Something the bot answers by itself: an action, or one of its own remarks. */
export interface Responder extends Pick<ActionDeclaration, 'name' | 'visibility' | 'mode' | 'confidential'> {
  /** Finds the answer. Entered again after a crash unless the answer was journaled: doing it twice must change nothing. */
  run(context: ActionContext): Promise<string | Answer> | string | Answer;
  /**
   * Does what the answer says, once it is journaled. After a crash it is called again, with `again` set; what it gives
   * back replaces the answer's text.
   */
  carryOut?(context: ActionContext, answer: Answer & { again: boolean }): Promise<string | undefined>;
  /** Done once the answer is posted; after a crash again. */
  afterwards?(context: ActionContext): Promise<void>;
  /** Makes the picture or document that goes with the answer; made anew after a crash. */
  attach?(context: ActionContext): Promise<ReplyFile | undefined>;
}

/** An action that the bot answers by itself. */
export type AnswerAction = ActionDeclaration & Responder;

/** An action that consists of steps with a journal of their own: an export, or a prompt for the agent. */
export interface StepsAction extends ActionDeclaration {
  /** @param words the message that asks for it in words */
  plan(argument?: string, words?: string): PromptWork | ExportWork;
}

/** A row of the action table. */
export type Action = AnswerAction | StepsAction;
