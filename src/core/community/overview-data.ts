/** What an owner sees of everything that the bot does, for a page. Times in ms since the Unix epoch, days in UTC. */
export interface Overview {
  /** Credits that were spent through the bot. */
  spent: { today: number; month: number };
  /** The last two weeks, the oldest day first. */
  days: { day: string; credits: number; requests: number }[];
  /** Who used most in these weeks, the first one first. */
  people: { user: string; name: string; credits: number; requests: number }[];
  turns: { id: string; user: string; name: string; text: string; running: boolean; since: number }[];
  requests: { at: number; name: string; action: string; credits: number; estimate: boolean; outcome: string }[];
  blocked: { scope: string; user: string; name: string }[];
  audit: { at: number; name: string; action: string; detail: string }[];
}
