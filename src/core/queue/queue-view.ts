/** The turn that is running in a chat. */
export interface RunningTurn {
  id: string;
  /** What it was asked. */
  text: string;
  /** Milliseconds since the epoch. */
  acceptedAt: number;
  /** Whether the turn that asks may stop it. */
  stoppable: boolean;
  /** What a stop could not undo: nothing, credits, or (an export) nothing that costs. */
  costs: 'free' | 'spent' | 'render';
  /** Its progress message. */
  progressRef?: string;
}

/** A turn that waits in a chat. */
export interface WaitingTurn extends Pick<RunningTurn, 'id' | 'text' | 'stoppable' | 'progressRef'> {}

/** A turn of anybody that runs or waits. */
export interface OpenTurn {
  id: string;
  chat: string;
  /** `platform:id` of who asked. */
  user: string;
  text: string;
}

/** A chat's queue for the actions that look at it or change it, without the turn that asks. */
export interface QueueView {
  running(): RunningTurn | undefined;
  /** What waits, the next one first. */
  waiting(): WaitingTurn[];
  /** Stops these turns where that may be, whether they run or wait; gives the ids of those that it stopped. */
  stop(ids: readonly string[]): Promise<string[]>;
  /** Gives the video that the turn is about to render to the request behind it, where that one outdates it. */
  handOver(): Promise<boolean>;
  /** What runs and waits in the whole community, of everybody, in the order in which it was asked. */
  openHere(): OpenTurn[];
  /** How many requests run and wait in the community, or wherever the bot is. */
  counts(everywhere: boolean): { running: number; waiting: number };
  /** Stops these turns of the community, whoever asked for them; gives those that it stopped. For moderators alone. */
  stopHere(ids: readonly string[]): Promise<OpenTurn[]>;
  /**
   * Stops everything in the chat and erases all that is stored about it; gives false, and does nothing, where others work
   * there by now and the turn that asks may do that to its own user's work alone.
   */
  forget(): Promise<boolean>;
}
