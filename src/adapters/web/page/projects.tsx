import type { Client } from './client.ts';
import { t } from './words.ts';

const LANGUAGES = [
  ['en', 'English'],
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
] as const;
const CHOSEN = { en: 'en', zh: 'zh-CN', 'zh-Hant': 'zh-TW' } as const;

/** The projects at the side, and the language. */
export function Projects({ client, close }: { client: Client; close: () => void }) {
  const voice = client.session?.voice ?? 'en';
  return (
    <nav id="projects" class="projects" aria-label={t('projects')}>
      <div class="brand">
        <img src="/icon.svg" alt="" width={28} height={28} />
        <strong>{t('title')}</strong>
      </div>
      <button
        type="button"
        class="primary"
        onClick={() => {
          void client.begin();
          close();
        }}
      >
        + {t('newProject')}
      </button>
      <ul>
        {client.chats.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === client.current ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                void client.open(id);
                close();
              }}
            >
              {title || t('untitled')}
            </a>
          </li>
        ))}
      </ul>
      {client.session?.owner && (
        <a class="admin-link" href="/admin">
          {t('admin')}
        </a>
      )}
      <label class="language">
        {t('language')}
        <select value={CHOSEN[voice]} onChange={(event) => client.chooseLanguage(event.currentTarget.value)}>
          {LANGUAGES.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </nav>
  );
}
