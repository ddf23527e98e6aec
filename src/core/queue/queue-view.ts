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
}

/** A chat's queue for the actions that look at it or change it, without the turn that asks. */
export interface QueueView {
  running(): RunningTurn | undefined;
  /** What waits, the next one first. */
  waiting(): { id: string; text: string; stoppable: boolean }[];
  /** Stops these turns where that may be, whether they run or wait; gives the ids of those that it stopped. */
  stop(ids: readonly string[]): Promise<string[]>;
  /**
   * Stops everything in the chat and erases all that is stored about it; gives false, and does nothing, where others work
   * there by now and the turn that asks may do that to its own user's work alone.
   */
  forget(): Promise<boolean>;
}
