import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { Admin } from './admin.tsx';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { DropTarget } from './drop-target.tsx';
import { Enter } from './enter.tsx';
import { addFiles } from './files.ts';
import { Icon } from './icon.tsx';
import { Projects } from './projects.tsx';
import { Strip } from './strip.tsx';
import { t } from './words.ts';

/** The whole page. */
export function App({ client }: { client: Client }) {
  const [, update] = useReducer((count: number) => count + 1, 0);
  const [listOpen, setListOpen] = useState(false);
  useEffect(() => client.watch(() => update(undefined)), [client]);
  const { session } = client;
  if (!session)
    return (
      <p class="waiting" role="status">
        …
      </p>
    );
  if (!session.admitted) return <Enter client={client} />;
  if (location.pathname === '/admin') return <Admin client={client} />;
  // Nothing can be written before there is a project to write in.
  if (!client.current)
    return (
      <p class="waiting" role="status">
        {t('connecting')}
      </p>
    );
  const title = client.chats.find(({ id }) => id === client.current)?.title || t('untitled');
  return (
    <DropTarget onFiles={(files) => addFiles(client, files)}>
      <div class={listOpen ? 'page list-open' : 'page'}>
        <Projects client={client} close={() => setListOpen(false)} />
        <main>
          <header>
            <button
              type="button"
              class="icon menu"
              aria-expanded={listOpen}
              aria-controls="projects"
              aria-label={listOpen ? t('hideProjects') : t('showProjects')}
              onClick={() => setListOpen(!listOpen)}
            >
              <Icon name="menu" />
            </button>
            <h1>{title}</h1>
            <span class={client.connected ? 'state on' : 'state'} role="status">
              {client.connected ? '' : t('offline')}
            </span>
          </header>
          <Conversation client={client} />
          <Strip client={client} />
          <Composer client={client} key={client.current} />
        </main>
        {listOpen && (
          <button type="button" class="shade" aria-label={t('hideProjects')} onClick={() => setListOpen(false)} />
        )}
      </div>
    </DropTarget>
  );
}
