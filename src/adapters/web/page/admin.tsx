import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageOverview } from '../wire.ts';
import './admin.css';
import { Chart } from './admin-chart.tsx';
import type { Client } from './client.ts';
import { ask, Refused } from './http.ts';
import { t } from './words.ts';

/** The view is read again this often while it is looked at, in ms. */
const EVERY_MS = 5_000;

/** What the owner sees of everything that the bot does, and can stop. */
export function Admin({ client }: { client: Client }) {
  const [overview, setOverview] = useState<PageOverview>();
  const [refused, setRefused] = useState('');
  const read = () =>
    ask<PageOverview>('GET', '/api/admin')
      .then((found) => {
        setOverview(found);
        setRefused('');
      })
      // Without a connection what was read stays on show; the next reading tries again.
      .catch((error: unknown) => error instanceof Refused && setRefused(error.message));
  const change = (path: string, body: unknown) =>
    ask('POST', path, body)
      .catch((error: unknown) => error instanceof Refused && setRefused(error.message))
      .then(read);
  useEffect(() => {
    void read();
    const timer = setInterval(() => document.visibilityState === 'visible' && read(), EVERY_MS);
    return () => clearInterval(timer);
  }, [client.session?.voice]);
  return (
    <main class="admin">
      <header>
        <h1>{t('admin')}</h1>
        <a href="/">{t('adminBack')}</a>
      </header>
      {refused && (
        <p class="notice" role="alert">
          {refused}
        </p>
      )}
      {overview && <Sections overview={overview} change={change} />}
    </main>
  );
}

interface SectionsProps {
  overview: PageOverview;
  change: (path: string, body: unknown) => Promise<unknown>;
}

function Sections({ overview, change }: SectionsProps) {
  const { credits, spent, days, people, requests, audit, problems } = overview;
  return (
    <>
      <Section title={t('adminCredits')}>
        {credits && <p class="figure">{t('adminAvailable', { ...credits })}</p>}
        <p>{t('adminSpent', spent)}</p>
        <Chart days={days} />
        <ul class="health" aria-live="polite">
          {problems.length === 0 && <li>{t('adminHealthy')}</li>}
          {problems.map(({ part, reason }) => (
            <li key={part} class="problem">
              {part}: {reason}
            </li>
          ))}
        </ul>
      </Section>
      <Turns turns={overview.turns} change={change} />
      <Section title={t('adminPeople')}>
        <Table
          head={['adminPerson', 'adminCredits', 'adminCount']}
          rows={people.map(({ name, credits: used, requests: count }) => [name, used, count])}
        />
      </Section>
      <Section title={t('adminRequests')}>
        <Table
          head={['adminTime', 'adminPerson', 'adminRequest', 'adminCredits', 'adminOutcome']}
          rows={requests.map(({ at, name, action, credits: used, estimate, outcome }) => [
            ...[timeText(at), name, actionText(action), estimate ? `≈ ${used}` : used, outcomeText(outcome)],
          ])}
        />
      </Section>
      <Blocked blocked={overview.blocked} change={change} />
      <Section title={t('adminAudit')}>
        <Table
          head={['adminTime', 'adminPerson', 'adminAction']}
          rows={audit.map(({ at, name, action, detail }) => [timeText(at), name, `${action} ${detail}`])}
        />
      </Section>
    </>
  );
}

function Turns({ turns, change }: Pick<PageOverview, 'turns'> & Pick<SectionsProps, 'change'>) {
  return (
    <Section title={t('adminNow')}>
      <List empty={turns.length === 0}>
        {turns.map(({ id, name, text, running }) => (
          <li key={id}>
            <strong>{name}</strong> <span class="what">{text}</span>{' '}
            <em>{t(running ? 'adminRunning' : 'adminWaiting')}</em>
            <button
              type="button"
              aria-label={t('adminStopOf', { name })}
              onClick={() => change('/api/admin/stop', { ids: [id] })}
            >
              {t('adminStop')}
            </button>
          </li>
        ))}
      </List>
    </Section>
  );
}

function Blocked({ blocked, change }: Pick<PageOverview, 'blocked'> & Pick<SectionsProps, 'change'>) {
  return (
    <Section title={t('adminBlocked')}>
      <List empty={blocked.length === 0}>
        {blocked.map(({ scope, user, name }) => (
          <li key={`${scope} ${user}`}>
            <strong>{name}</strong> <span class="what">{scope === '*' ? t('adminEverywhere') : scope}</span>
            <button
              type="button"
              aria-label={t('adminUnblockOf', { name })}
              onClick={() => change('/api/admin/unblock', { scope, user })}
            >
              {t('adminUnblock')}
            </button>
          </li>
        ))}
      </List>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function List({ empty, children }: { empty: boolean; children: ComponentChildren }) {
  return empty ? <p class="nothing">{t('adminNothing')}</p> : <ul class="rows">{children}</ul>;
}

type Heading =
  | 'adminTime'
  | 'adminPerson'
  | 'adminCredits'
  | 'adminRequest'
  | 'adminCount'
  | 'adminOutcome'
  | 'adminPlace'
  | 'adminAction';

function Table({ head, rows }: { head: readonly Heading[]; rows: readonly (readonly (string | number)[])[] }) {
  if (rows.length === 0) return <p class="nothing">{t('adminNothing')}</p>;
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            {head.map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join(' ')}>
              {cells.map((cell, index) => (
                <td key={head[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a request asked for; anything but an export or files alone was an edit. */
function actionText(action: string): string {
  if (action === 'export') return t('actionExport');
  return t(action === 'upload' ? 'actionUpload' : 'actionEdit');
}

function outcomeText(outcome: string): string {
  switch (outcome) {
    case 'done':
      return t('outcomeDone');
    case 'failed':
      return t('outcomeFailed');
    case 'cancelled':
      return t('outcomeCancelled');
    case 'chat-gone':
      return t('outcomeChatGone');
    default:
      return t('outcomeOpen');
  }
}

function timeText(at: number): string {
  const locale = document.documentElement.lang || 'en';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
