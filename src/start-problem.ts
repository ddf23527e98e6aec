import { DiscordStartError } from './adapters/discord/errors.ts';
import { LocalChatError } from './adapters/local/local-chat.ts';
import { TelegramStartError } from './adapters/telegram/start-error.ts';
import { ConfigError } from './config.ts';
import { SpoolError } from './core/media/sweep.ts';
import { StoreError } from './core/store.ts';
import { HealthError } from './health.ts';
import { redact } from './log.ts';
import { SkillError } from './skills.ts';

/** What the person who starts the program is told when it can't start: plain words for what is foreseen, the whole error else. */
export function startProblem(error: unknown): string {
  const foreseen = [
    ConfigError,
    StoreError,
    SpoolError,
    SkillError,
    LocalChatError,
    TelegramStartError,
    DiscordStartError,
    HealthError,
  ].some((kind) => error instanceof kind);
  if (foreseen && error instanceof Error) return error.message;
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
