import { PlatformStartError } from '../adapters/kit/platform-module.ts';
import { SpoolError } from '../core/media/spool-folder.ts';
import { StoreUnavailableError } from '../core/storage/errors.ts';
import { ConfigError } from '../lib/config-error.ts';
import { redact } from '../lib/redact.ts';
import { SkillError } from '../skills/parse.ts';
import { HealthError } from './health.ts';

/** What the person who starts the program reads when it cannot start: plain words for what is foreseen, the whole error else. */
export function startProblem(error: unknown): string {
  const foreseen = [ConfigError, StoreUnavailableError, SpoolError, SkillError, PlatformStartError, HealthError].some(
    (kind) => error instanceof kind,
  );
  if (foreseen && error instanceof Error) return error.message;
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
