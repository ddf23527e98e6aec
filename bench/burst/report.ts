/** What the Nemo of the burst says to the bench. */
export interface BurstReport {
  /** Where it listens; said once. */
  url?: string;
  /** A prompt arrived, in ms since the epoch. */
  promptAt?: number;
}
