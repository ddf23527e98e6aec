import type { Clock } from '@reelay/async';
import type { Logger } from '../../lib/logger.ts';
import { Calls } from '../kit/calls.ts';
import { DeliveryLedger } from '../kit/delivery-ledger.ts';
import { DiscordApi } from './api.ts';
import { REQUEST_LIFE_MS, RETRY_WAITS_MS } from './limits.ts';
import { Names } from './names.ts';
import type { DiscordOptions } from './options.ts';
import { readError } from './platform-error.ts';
import { Repository } from './repository.ts';
import { UploadLimits } from './upload-limits.ts';

/** What every part of the adapter works with. */
export interface Context {
  api: DiscordApi;
  calls: Calls;
  ledger: DeliveryLedger;
  repository: Repository;
  uploadLimits: UploadLimits;
  names: Names;
  /** Ids of roles whose people moderate, whatever Discord lets them do. */
  moderatorRoles: readonly string[];
  clock: Clock;
  log: Logger;
}

/** Makes what the parts of the adapter share; nothing is sent yet. */
export function createContext(options: DiscordOptions, log: Logger): Context {
  const { clock, store, moderatorRoles = [] } = options;
  const api = new DiscordApi(options);
  const calls = new Calls({ clock, log, read: readError, backOffMs: RETRY_WAITS_MS, pauses: false });
  const ledger = new DeliveryLedger({
    store,
    table: 'discord-posted',
    ttlMs: REQUEST_LIFE_MS,
    calls,
    clock,
    log,
    // A result is posted again until the signal ends it.
    repeats: { absent: Number.POSITIVE_INFINITY, unknowable: Number.POSITIVE_INFINITY },
    recover: (earlier, signal) => calls.backOff(earlier, signal),
  });
  const repository = new Repository(store, clock);
  const uploadLimits = new UploadLimits({ api, clock, log });
  const names = new Names({ api, clock, log });
  return { api, calls, ledger, repository, clock, log, moderatorRoles, uploadLimits, names };
}
