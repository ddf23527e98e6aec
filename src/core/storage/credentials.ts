import { z } from 'zod';
import type { CredentialStore } from '../../nemo/nemo.ts';
import type { Store } from './store.ts';

const credentials = z.object({
  clientId: z.string(),
  token: z.string().optional(),
  tokenExpiresAt: z.number().optional(),
  userId: z.string().optional(),
});

/** Keeps one backend's account in the store: a client id gets only one token in seven days, so both must outlive the process. */
export function credentialStore(store: Store, backend: string): CredentialStore {
  const table = store.table('account', credentials);
  return {
    load: () => table.get(backend),
    save: (value) => table.set(backend, value),
  };
}
