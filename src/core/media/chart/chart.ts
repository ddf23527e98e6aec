/** What a chart of credits shows. All texts are in the reader's language. */
export interface UsageChart {
  title: string;
  subtitle: string;
  /** Under each day's bar. */
  days: readonly string[];
  /** The person who used most first; each has a number for each day. */
  series: readonly { name: string; values: readonly number[]; total: string }[];
  theme: ChartTheme;
}
export const CHART_THEMES = ['light', 'dark'] as const;
export type ChartTheme = (typeof CHART_THEMES)[number];

/** How many series have a colour of their own; more must be summed up as the last one. */
export const MAX_SERIES = 6;
