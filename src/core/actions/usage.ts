import { writeFile } from 'node:fs/promises';
import type { Translate } from '../../i18n/translator.ts';
import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import type { ReplyFile } from '../chat.ts';
import { byPerson, isoDay, type PersonUsage, readUsage, spanText, type Usage, usageCsv } from '../community/usage.ts';
import { CHART_THEMES, type ChartTheme, MAX_SERIES } from '../media/chart/chart.ts';
import type { ActionContext, AnswerAction } from './action.ts';

const phrases: ActionPhrases = {
  en: [
    whole(
      'bare',
      '(?:(?:my|our|the|credits?) )*usage (?:chart|table|report|statistics|stats)|(?:(?:my|our|the) )*credits? usage',
      'who (?:used|uses|has used|spent|spends)(?: up)? (?:all )?(?:the |our )?credits',
    ),
  ],
  zh: [whole('bare', '(?:我的|我们的|大家的)?(?:积分)?(?:用量|使用情况|使用统计|用量统计|用量图表?)')],
};

/** Names that are listed; the others are summed up. */
const LISTED = 10;

type Form = ChartTheme | 'csv';

function readForm(text: string): Form | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'csv' || word === '表格') return 'csv';
  if (word === 'dark' || word === '深色') return 'dark';
  return word === 'light' || word === '浅色' ? 'light' : undefined;
}

export const usage: AnswerAction = {
  name: 'usage',
  aliases: ['stats'],
  description: { en: 'Who used how many credits, as a chart', zh: '谁用了多少积分（图表）' },
  help: { en: 'usage chart – who used how many credits', zh: '用量 – 最近几天用了多少' },
  examples: { en: ['usage chart'], zh: ['用量'] },
  access: 'member',
  visibility: 'private',
  confidential: true,
  mode: 'immediate',
  costsCredits: false,
  aboutCredits: true,
  onlyShows: true,
  phrases,
  typed: [{ pattern: /^\/?usage (csv|dark|light)$|^用量 ?(表格|深色|浅色)$/i, argument: (form) => form }],
  option: {
    kind: 'choice',
    name: { en: 'as', zh: '格式' },
    description: { en: 'Leave it out for a picture', zh: '不填则是图片' },
    choices: [
      { label: { en: 'light picture', zh: '浅色图片' }, argument: 'light' },
      { label: { en: 'dark picture', zh: '深色图片' }, argument: 'dark' },
      { label: { en: 'CSV file (moderators)', zh: 'CSV 文件（管理者）' }, argument: 'csv' },
    ],
  },
  command: {
    discord: { name: { en: 'usage', zh: '用量' }, response: 'ephemeral' },
    telegram: { startable: true, ephemeral: true },
  },
  async run(context) {
    const { t, settings, people, argument = '' } = context;
    if (settings.freeOfCharge) return t('usageFree');
    const found = await readUsage(context);
    const persons = byPerson(found);
    if (persons.length === 0) return t(found.scope === 'own' ? 'usageNoneOwn' : 'usageNone');
    if (readForm(argument) === 'csv' && found.scope === 'own') return t('usageCsvModerators');
    const names = await people.namesOf(persons.map(({ user }) => user));
    const lines = found.scope === 'own' ? [] : listOf(t, persons, names);
    const estimate = persons.some((person) => person.estimate);
    return [headOf(context, found, persons), ...lines, ...(estimate ? [t('usageEstimates')] : [])].join('\n');
  },
  async attach(context) {
    if (context.settings.freeOfCharge) return undefined;
    const found = await readUsage(context);
    const form = readForm(context.argument ?? '');
    if (found.rows.length === 0 || (form === 'csv' && found.scope === 'own')) return undefined;
    return form === 'csv' ? csvFile(context, found) : chartFile(context, found, form);
  },
};

function headOf({ t, turn }: ActionContext, { scope, from, to }: Usage, persons: readonly PersonUsage[]): string {
  const key = ({ own: 'usageOwn', community: 'usageHere', all: 'usageAll' } as const)[scope];
  const sum = persons.reduce((total, { credits }) => total + credits, 0);
  const turns = persons.reduce((total, each) => total + each.turns, 0);
  return t(key, { span: spanText(turn.language, from, to), credits: sum, turns });
}

function listOf(t: Translate, persons: readonly PersonUsage[], names: ReadonlyMap<string, string>): string[] {
  const line = (name: string, { credits, turns, estimate }: Pick<PersonUsage, 'credits' | 'turns' | 'estimate'>) =>
    t('usageLine', { name, credits: estimate ? `≈ ${credits}` : credits, turns });
  const first = persons.slice(0, LISTED);
  const rest = persons.slice(LISTED);
  const lines = first.map((person, index) => `${index + 1}. ${line(nameOf(t, person, names), person)}`);
  return rest.length > 0 ? [...lines, `… ${line(t('usageOthers', { count: rest.length }), summed(rest))}`] : lines;
}

function nameOf(t: Translate, { user }: PersonUsage, names: ReadonlyMap<string, string>): string {
  // What is left under a hash is of somebody who had it erased.
  return user.startsWith('#') ? t('usageErased') : (names.get(user) ?? user);
}

function summed(persons: readonly PersonUsage[]): Omit<PersonUsage, 'user'> {
  const days = (persons[0]?.days ?? []).map((_, day) => persons.reduce((sum, each) => sum + (each.days[day] ?? 0), 0));
  return {
    days,
    credits: persons.reduce((sum, each) => sum + each.credits, 0),
    turns: persons.reduce((sum, each) => sum + each.turns, 0),
    estimate: persons.some(({ estimate }) => estimate),
  };
}

async function csvFile({ spool, signal, people }: ActionContext, found: Usage): Promise<ReplyFile> {
  const text = usageCsv(found, await people.namesOf(found.rows.map(({ user }) => user)));
  const path = await spool.reserve('usage.csv', signal);
  await writeFile(path, text, { mode: 0o600 });
  const name = `usage-${isoDay(found.from)}-${isoDay(found.to)}.csv`;
  return { kind: 'document', path, name, bytes: Buffer.byteLength(text), contentType: 'text/csv' };
}

/** A dark picture where most people's screens are dark. */
const DARK_PLATFORMS: ReadonlySet<string> = new Set(['discord']);

async function chartFile(context: ActionContext, found: Usage, form: ChartTheme | undefined): Promise<ReplyFile> {
  const { t, turn, people, spool, signal, adapter } = context;
  const persons = byPerson(found);
  const own = persons.length > MAX_SERIES ? persons.slice(0, MAX_SERIES - 1) : persons;
  const rest = persons.slice(own.length);
  const names = await people.namesOf(own.map(({ user }) => user));
  const totalOf = ({ credits, turns, estimate }: Omit<PersonUsage, 'user'>) =>
    t('usageTotal', { credits: estimate ? `≈ ${credits}` : credits, turns });
  const series = own.map((person) => ({
    name: found.scope === 'own' ? t('usageYou') : nameOf(t, person, names),
    values: person.days,
    total: totalOf(person),
  }));
  const others = {
    name: t('usageOthers', { count: rest.length }),
    values: summed(rest).days,
    total: totalOf(summed(rest)),
  };
  const path = await spool.reserve('usage.png', signal);
  const days = Array.from({ length: found.to - found.from + 1 }, (_, index) =>
    String(Number(isoDay(found.from + index).slice(8))),
  );
  const sum = persons.reduce((total, { credits }) => total + credits, 0);
  // Only here: the library that draws takes 27 MB of memory, and most processes never draw a chart.
  const { drawUsageChart } = await import('../media/chart/usage-chart.ts');
  const bytes = await drawUsageChart(
    {
      title: t('usageTitle'),
      subtitle: t('usageSubtitle', { span: spanText(turn.language, found.from, found.to), credits: sum }),
      days,
      series: rest.length > 0 ? [...series, others] : series,
      theme: form ?? (DARK_PLATFORMS.has(adapter.platform) ? CHART_THEMES[1] : CHART_THEMES[0]),
    },
    path,
  );
  return { kind: 'picture', path, name: 'usage.png', bytes, contentType: 'image/png' };
}
