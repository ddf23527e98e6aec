import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Client, Outgoing } from './client.ts';
import { Message } from './message.tsx';
import { t } from './words.ts';

/** So near to the end, in px, somebody reads what is new. */
const AT_END_PX = 120;

/** The messages of the chat; it stays at its end while somebody reads there. */
export function Conversation({ client }: { client: Client }) {
  const log = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const [now, setNow] = useState(Date.now());
  const { messages, current } = client;
  const outgoing = client.outgoing.filter(({ chat }) => chat === current);
  const hasProgress = messages.some(({ progress }) => progress);

  useEffect(() => {
    if (!hasProgress) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [hasProgress]);

  // Another chat begins at its end.
  useLayoutEffect(() => {
    atEnd.current = true;
  }, [current]);

  const follow = () => {
    const element = log.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(follow);
  useEffect(() => {
    const content = log.current?.firstElementChild;
    if (!content) return undefined;
    // Pictures make it longer when they come.
    const observer = new ResizeObserver(follow);
    observer.observe(content);
    return () => observer.disconnect();
  });

  return (
    <section
      ref={log}
      class="conversation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
      tabIndex={0}
      aria-label={t('conversation')}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
      }}
    >
      <div role="log" aria-live="polite" aria-label={t('newMessages')}>
        <ol>
          {messages.map((message) => (
            <Message key={message.id} client={client} message={message} now={now + client.clockAheadMs} />
          ))}
          {outgoing.map((message) => (
            <OnItsWay key={message.id} message={message} />
          ))}
        </ol>
      </div>
      {messages.length === 0 && outgoing.length === 0 && <Empty client={client} />}
    </section>
  );
}

function OnItsWay({ message: { text, files, percent, waiting } }: { message: Outgoing }) {
  const state = percent < 100 ? t('sending', { percent }) : t('preparing');
  return (
    <li class="message user on-its-way">
      <div class="bubble">
        {files.length > 0 && <p class="names">{files.map(({ name }) => `📎 ${name}`).join('\n')}</p>}
        {text && <p>{text}</p>}
        <p class="state">{waiting ? t('notSent') : state}</p>
        {!waiting && files.length > 0 && <progress max={100} value={percent} aria-label={state} />}
      </div>
    </li>
  );
}

function Empty({ client }: { client: Client }) {
  const example = t('emptyExample');
  return (
    <div class="empty">
      <div class="frames" aria-hidden="true">
        <span /> <span /> <span />
      </div>
      <h2>{t('emptyHead')}</h2>
      <p>{t('emptyText')}</p>
      <button type="button" class="chip" onClick={() => client.setDraft({ ...client.draft, text: example })}>
        {example}
      </button>
    </div>
  );
}
