import type { Clock } from '@reelay/async';
import type { FastifyRequest } from 'fastify';
import type { ChatKey } from '../../../core/chat.ts';
import type { CommunityOverview } from '../../../core/community/overview.ts';
import type { Timeline } from '../../../core/engine.ts';
import type { LanguageSetting } from '../../../i18n/language.ts';
import type { Logger } from '../../../lib/logger.ts';
import { type Api, ownChat } from '../api.ts';
import type { Events } from '../events.ts';
import type { Files } from '../files.ts';
import type { Intake } from '../intake.ts';
import type { Presses } from '../presses.ts';
import type { Previews } from '../previews.ts';
import { RouteError } from '../server.ts';
import type { Sessions } from '../sessions.ts';
import { say, voiceOf } from '../voice.ts';
import type { PageCredits, PageVoice } from '../wire.ts';

/** What the owner's view shows and does. */
export interface AdminPort {
  overview: Pick<CommunityOverview, 'read' | 'stop' | 'unblock'>;
  /** What the account holds; undefined where that is not known or nothing is charged. */
  credits(signal: AbortSignal): Promise<PageCredits | undefined>;
  /** What does not work. */
  problems(): Promise<{ part: string; reason: string }[]>;
}

/** What the routes work with. */
export interface RouteContext {
  sessions: Sessions;
  api: Api;
  events: Events;
  files: Files;
  previews: Previews;
  intake: Intake;
  presses: Presses;
  admin: AdminPort;
  /** Who runs the bot, as `platform:id`. */
  owners: ReadonlySet<string>;
  timeline: (chat: ChatKey, signal: AbortSignal) => Promise<Timeline | undefined>;
  clock: Clock;
  log: Logger;
  language: LanguageSetting;
  maxFileBytes: number;
  /** Aborted when the page is no longer served. */
  stopping: AbortSignal;
}

/** The language that a request is in: what the page was set to, else what the browser asks for. */
export function localeOf(request: FastifyRequest): string {
  const chosen = request.headers['x-reelay-locale'];
  return typeof chosen === 'string' ? chosen.slice(0, 40) : (request.headers['accept-language'] ?? '').slice(0, 200);
}

/** The language of the page for a request. */
export function pageVoice(request: FastifyRequest, { language }: Pick<RouteContext, 'language'>): PageVoice {
  return voiceOf(localeOf(request), language);
}

/** Who asks. @throws RouteError 401 for somebody who was not let in */
export async function visitorOf(request: FastifyRequest, context: RouteContext): Promise<string> {
  const visitor = await context.sessions.find(request.headers.cookie);
  if (visitor === undefined) throw new RouteError(401, say(pageVoice(request, context), 'passwordNeeded'));
  return visitor;
}

/** The chat in a route's address. @throws RouteError 401 · 404 for a chat that is not the visitor's */
export async function chatOf(request: FastifyRequest, context: RouteContext): Promise<ChatKey> {
  const visitor = await visitorOf(request, context);
  const { chat = '' } = request.params as { chat?: string };
  const key = await ownChat(context.api, visitor, chat);
  if (key === undefined) throw new RouteError(404, say(pageVoice(request, context), 'gone'));
  return key;
}
