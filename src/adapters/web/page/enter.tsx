import { useState } from 'preact/hooks';
import type { Client } from './client.ts';
import { t } from './words.ts';

/** Asks for the password. */
export function Enter({ client }: { client: Client }) {
  const [password, setPassword] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    void client.enter({ password });
  };
  return (
    <main class="enter">
      <form onSubmit={submit}>
        <h1>{t('passwordHead')}</h1>
        <p>{t('passwordNeeded')}</p>
        <label>
          {t('password')}
          <input
            type="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        {client.refusal && (
          <p class="notice" role="alert">
            {client.refusal}
          </p>
        )}
        <button type="submit" class="primary">
          {t('enter')}
        </button>
      </form>
    </main>
  );
}
